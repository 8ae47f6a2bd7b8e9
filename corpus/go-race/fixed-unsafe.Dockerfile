# Case: CGO_ENABLED=0 does not cure -race: it needs cgo.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -race -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
