# Case: CGO_ENABLED=0 does not cure -race: it needs cgo.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -race -o /app .
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
