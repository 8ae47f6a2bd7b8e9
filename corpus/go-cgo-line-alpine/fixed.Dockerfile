# Case: a `#cgo` line of the program itself links a library that Alpine does not have by itself.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev zstd-dev
WORKDIR /src
COPY . .
RUN go build -o /pack .
FROM alpine:3.20
RUN apk add --no-cache zstd-libs
COPY --from=build /pack /pack
ENTRYPOINT ["/pack"]
