# Case: the runtime installs another library than the one that the builder links.
FROM golang:1.22-bookworm AS build
RUN apt-get update && apt-get install -y libusb-1.0.0-dev
WORKDIR /src
COPY . .
RUN go build -o /reader .
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y libuuid1 libusb-1.0-0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /reader /usr/local/bin/reader
ENTRYPOINT ["reader"]
