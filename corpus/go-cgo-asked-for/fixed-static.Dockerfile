# Case: cgo is asked for inline: no second CGO_ENABLED may be put beside the first.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -ldflags '-linkmode external -extldflags "-static"' -o /app .
FROM alpine:3.20
COPY --from=build /app /app
