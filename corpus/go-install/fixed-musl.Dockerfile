# Case: go install puts the program into GOPATH/bin.
FROM golang:1.22-alpine3.20 AS build
RUN go install example.com/tool/cmd/tool@v1.2.3
FROM alpine:3.20
COPY --from=build /go/bin/tool /usr/local/bin/
