# Case: until Go 1.20 the `go` command itself is built for glibc.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends wget ca-certificates && rm -rf /var/lib/apt/lists/*
RUN wget -qO- https://go.dev/dl/go1.19.13.linux-amd64.tar.gz | tar -xz -C /usr/local
WORKDIR /src
COPY . .
RUN /usr/local/go/bin/go vet ./...
