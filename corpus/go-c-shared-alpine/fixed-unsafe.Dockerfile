# Case: a shared library of Go needs cgo, so that CGO_ENABLED=0 is no repair.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -buildmode=c-shared -o /out/libsaid.so .
FROM debian:bookworm-slim
COPY --from=build /out/libsaid.so /usr/lib/
