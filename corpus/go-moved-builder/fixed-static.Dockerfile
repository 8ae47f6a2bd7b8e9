# Case: golang:1.20 moved to Debian 12, the runtime is Debian 11.
FROM golang:1.20 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
FROM debian:bullseye-slim
COPY --from=build /app /app
