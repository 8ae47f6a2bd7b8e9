# Case: cgo is asked for inline: no second CGO_ENABLED may be put beside the first.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
