# Case: GOARCH says amd64, the runtime's image is arm64.
FROM golang:1.22 AS build
RUN CGO_ENABLED=0 GOARCH=arm64 go build -o /app .
FROM arm64v8/alpine:3.20
COPY --from=build /app /app
