# Case: CGO_ENABLED set after the build and in the final stage changes nothing.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -o /app .
ENV CGO_ENABLED=0
FROM alpine:3.20
RUN apk add --no-cache gcompat
ENV CGO_ENABLED=0
COPY --from=build /app /app
