# Case: a shared library of Go needs cgo, so that CGO_ENABLED=0 is no repair.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN go build -buildmode=c-shared -o /out/libsaid.so .
FROM alpine:3.20
COPY --from=build /out/libsaid.so /usr/lib/
