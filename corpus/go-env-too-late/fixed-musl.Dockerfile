# Case: CGO_ENABLED set after the build and in the final stage changes nothing.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN go build -o /app .
ENV CGO_ENABLED=0
FROM alpine:3.20
ENV CGO_ENABLED=0
COPY --from=build /app /app
