# Case: until Go 1.20 the `go` command itself is built for glibc.
FROM alpine:3.20
RUN apk add --no-cache gcompat
RUN wget -qO- https://go.dev/dl/go1.19.13.linux-amd64.tar.gz | tar -xz -C /usr/local
WORKDIR /src
COPY . .
RUN /usr/local/go/bin/go vet ./...
