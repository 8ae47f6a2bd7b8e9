# Case: a Go server built with cgo on lands on Alpine.
FROM golang:1.22-alpine3.20
WORKDIR /src
COPY go.mod main.go ./
RUN go build -o /server .

FROM alpine:3.20
COPY --from=0 /server /usr/local/bin/server
CMD ["server"]
