# Case: the builder itself runs a program for x86_64; the image is built for arm64, too.
FROM golang:1.22 AS build
RUN apt-get update && apt-get install -y --no-install-recommends unzip
RUN curl -fsSLO https://github.com/protocolbuffers/protobuf/releases/download/v25.1/protoc-25.1-linux-$(uname -m).zip && \
    unzip protoc-25.1-linux-$(uname -m).zip -d /usr/local
WORKDIR /src
COPY . .
RUN protoc --go_out=. api.proto && CGO_ENABLED=0 go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
CMD ["/app"]
