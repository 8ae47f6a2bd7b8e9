# Case: a comment tells what an image of one's own is built on.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN go build -o /server .

# dfix: like=alpine:3.20
FROM registry.corp.example/base/runtime:7
COPY --from=build /server /usr/local/bin/server
ENTRYPOINT ["/usr/local/bin/server"]
