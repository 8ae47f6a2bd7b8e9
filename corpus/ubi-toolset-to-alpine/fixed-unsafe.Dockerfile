# Case: the Go toolset of UBI builds with cgo, against glibc.
FROM registry.access.redhat.com/ubi9/go-toolset:1.22 AS build
COPY . .
RUN CGO_ENABLED=1 go build -race -o /tmp/app .

FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /tmp/app /app
ENTRYPOINT ["/app"]
