# Case: the Go module for packet capture links libpcap, which the slim image does not have.
FROM golang:1.22-bookworm AS build
RUN apt-get update && apt-get install -y libpcap-dev
WORKDIR /src
COPY . .
RUN go build -o /sniffer .
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpcap0.8 && rm -rf /var/lib/apt/lists/*
COPY --from=build /sniffer /usr/local/bin/sniffer
ENTRYPOINT ["sniffer"]
