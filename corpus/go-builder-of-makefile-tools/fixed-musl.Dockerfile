# Case: the builder's base brought git and make.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache git make gcc musl-dev
WORKDIR /src
COPY . .
RUN git describe --always > version && make generate
RUN CGO_ENABLED=1 go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
