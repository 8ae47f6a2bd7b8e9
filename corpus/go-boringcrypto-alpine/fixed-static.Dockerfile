# Case: BoringCrypto is a C library: cgo cannot be turned off.
FROM golang:1.22 AS build
ENV GOEXPERIMENT=boringcrypto
WORKDIR /src
COPY . .
RUN go build -ldflags '-linkmode external -extldflags "-static"' -o /app .
FROM alpine:3.20
COPY --from=build /app /app
