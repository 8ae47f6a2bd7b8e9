# Case: go install puts the program into GOPATH/bin.
FROM golang:1.22 AS build
RUN go install example.com/tool/cmd/tool@v1.2.3
FROM debian:bookworm-slim
COPY --from=build /go/bin/tool /usr/local/bin/
