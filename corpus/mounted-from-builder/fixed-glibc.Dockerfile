# Case: a program is copied out of a bind mount of the builder.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/app .
FROM debian:bookworm-slim
RUN --mount=type=bind,from=build,source=/out,target=/mnt cp /mnt/app /usr/local/bin/app
CMD ["app"]
