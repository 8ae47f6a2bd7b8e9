# Case: golang:1.20 moved to Debian 12, the runtime is Debian 11.
FROM golang:1.20-bullseye AS build
WORKDIR /src
COPY . .
RUN go build -o /app .
FROM debian:bullseye-slim
COPY --from=build /app /app
