# Case: export in a RUN of its own ends with that RUN.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN export CGO_ENABLED=0
RUN go build -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
