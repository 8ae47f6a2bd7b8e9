# Case: a Go program built with cgo on lands in scratch.
FROM golang:1.23-bookworm AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /bin/app ./cmd/app

FROM scratch
COPY --from=build /bin/app /app
ENTRYPOINT ["/app"]
