# Case: CGO_ENABLED=0 does not cure -buildmode=pie: the loader stays.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -buildmode=pie -o /app .
FROM alpine:3.20
COPY --from=build /app /app
