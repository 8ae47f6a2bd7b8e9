# Case: BoringCrypto is a C library: cgo cannot be turned off.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
ENV GOEXPERIMENT=boringcrypto
WORKDIR /src
COPY . .
RUN go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
