# Case: a C library installed for cgo: turning cgo off would break the build.
FROM golang:1.22 AS build
RUN apt-get update && apt-get install -y libsqlite3-dev
WORKDIR /src
COPY . .
RUN go build -ldflags '-linkmode external -extldflags "-static"' -o /app .
FROM alpine:3.20
RUN apk add --no-cache \
    ca-certificates \
    sqlite-libs
COPY --from=build /app /app
