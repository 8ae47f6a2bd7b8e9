# Case: go get installed tools until Go 1.17.
FROM golang:1.13-buster AS build
RUN go get github.com/someone/tool
FROM debian:buster-slim
COPY --from=build /go/bin/tool /usr/bin/tool
