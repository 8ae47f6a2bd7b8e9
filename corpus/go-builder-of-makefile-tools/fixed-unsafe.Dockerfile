# Case: the builder's base brought git and make.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN git describe --always > version && make generate
RUN CGO_ENABLED=1 go build -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
