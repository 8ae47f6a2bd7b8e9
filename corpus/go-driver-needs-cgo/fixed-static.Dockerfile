# Case: a driver brings go-sqlite3 along, so turning cgo off would only move the fault.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -ldflags '-linkmode external -extldflags "-static"' -o /app ./cmd/app
FROM scratch
COPY --from=build /app /app
CMD ["/app"]
