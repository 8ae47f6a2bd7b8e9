# Case: go get installed tools until Go 1.17.
FROM golang:1.13-buster AS build
RUN CGO_ENABLED=0 go get github.com/someone/tool
FROM alpine:3.12
COPY --from=build /go/bin/tool /usr/bin/tool
