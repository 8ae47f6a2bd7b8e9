# Case: a sanitizer needs cgo, and gcc links none statically.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -asan -o /app .
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libasan8 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
CMD ["/app"]
