# Case: go get installed tools until Go 1.17.
FROM golang:1.13-alpine3.12 AS build
RUN go get github.com/someone/tool
FROM alpine:3.12
COPY --from=build /go/bin/tool /usr/bin/tool
