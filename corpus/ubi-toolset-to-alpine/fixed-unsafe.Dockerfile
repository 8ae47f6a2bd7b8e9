# Case: the Go toolset of UBI builds with cgo, against glibc.
FROM registry.access.redhat.com/ubi9/go-toolset:1.22 AS build
RUN dnf install -y gcc libc6-dev && dnf clean all
COPY . .
RUN CGO_ENABLED=1 go build -ldflags '-linkmode external -extldflags "-static"' -race -o /tmp/app .

FROM alpine:3.20
COPY --from=build /tmp/app /app
ENTRYPOINT ["/app"]
