# Case: go get installed tools until Go 1.17.
FROM golang:1.13-buster AS build
RUN go get github.com/someone/tool
FROM alpine:3.12
RUN apk add --no-cache gcompat
COPY --from=build /go/bin/tool /usr/bin/tool
