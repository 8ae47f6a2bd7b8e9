# Case: the fault lands in a base stage that another stage extends.
FROM golang:1.22 AS build
RUN go build -o /app .
FROM debian:bookworm-slim AS base
COPY --from=build /app /app
FROM base AS debug
RUN apt-get update && apt-get install -y --no-install-recommends strace && rm -rf /var/lib/apt/lists/*
FROM base
CMD ["/app"]
