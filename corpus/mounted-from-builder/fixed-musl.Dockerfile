# Case: a program is copied out of a bind mount of the builder.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/app .
FROM alpine:3.20
RUN --mount=type=bind,from=build,source=/out,target=/mnt cp /mnt/app /usr/local/bin/app
CMD ["app"]
