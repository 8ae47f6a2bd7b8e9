# Case: one of the programs that the pattern matches imports C, so turning cgo off would drop it.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -ldflags '-linkmode external -extldflags "-static"' -o /out/ ./cmd/...
FROM alpine:3.20
COPY --from=build /out/ /usr/local/bin/
CMD ["serve"]
