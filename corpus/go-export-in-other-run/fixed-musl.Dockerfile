# Case: export in a RUN of its own ends with that RUN.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN export CGO_ENABLED=0
RUN go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
