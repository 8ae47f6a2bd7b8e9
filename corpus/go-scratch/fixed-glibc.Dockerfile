# Case: a Go program built with cgo on lands in scratch.
FROM golang:1.23-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -trimpath -ldflags="-s -w" -o /bin/app ./cmd/app

FROM gcr.io/distroless/base-debian12
COPY --from=build /bin/app /app
ENTRYPOINT ["/app"]
