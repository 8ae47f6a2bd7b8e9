# Case: a program keeps its libc through an intermediate Debian stage.
FROM golang:1.22 AS build
RUN go build -o /app .
FROM debian:12 AS pack
COPY --from=build /app /pack/app
RUN mv /pack/app /pack/server && chmod +x /pack/server
FROM debian:bookworm-slim
COPY --from=pack /pack/server /usr/bin/server
