# Case: a C library installed for cgo: turning cgo off would break the build.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache sqlite-dev gcc musl-dev
WORKDIR /src
COPY . .
RUN go build -o /app .
FROM alpine:3.20
RUN apk add --no-cache \
    ca-certificates \
    sqlite-libs
COPY --from=build /app /app
