# Case: a driver brings go-sqlite3 along, so turning cgo off would only move the fault.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -o /app ./cmd/app
FROM gcr.io/distroless/base-debian12
COPY --from=build /app /app
CMD ["/app"]
