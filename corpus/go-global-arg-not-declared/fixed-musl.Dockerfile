# Case: a global ARG that the stage does not declare changes nothing.
ARG CGO_ENABLED=0
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
