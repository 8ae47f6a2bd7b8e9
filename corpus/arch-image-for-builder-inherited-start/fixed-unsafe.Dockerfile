# Case: the last stage has the ENTRYPOINT of the one that it is built on, which is for the build machine.
FROM golang:1.22-alpine AS tool
RUN CGO_ENABLED=0 go install example.org/tool@latest
FROM python:3.12-slim AS base
COPY --from=tool /go/bin/tool /usr/local/bin/tool
ENTRYPOINT ["tool"]
FROM --platform=$BUILDPLATFORM base AS full
RUN pip install flask
