# Case: a global ARG that the stage does not declare changes nothing.
ARG CGO_ENABLED=0
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
