# Case: CGO_ENABLED=0 does not cure -race: it needs cgo.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN go build -race -o /app .
FROM alpine:3.20
COPY --from=build /app /app
