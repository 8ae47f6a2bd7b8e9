# Case: libpcap is copied alone, without libdbus, which it links.
FROM golang:1.21-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends libpcap-dev
WORKDIR /src
COPY . .
RUN go build -o /app .
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libdbus-1-3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/lib/x86_64-linux-gnu/libpcap.so.0.8 /usr/lib/x86_64-linux-gnu/
COPY --from=build /app /app
CMD ["/app"]
