# Case: a Go server built with cgo on lands on Alpine.
FROM golang:1.22
WORKDIR /src
COPY go.mod main.go ./
RUN go build -o /server .

FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=0 /server /usr/local/bin/server
CMD ["server"]
