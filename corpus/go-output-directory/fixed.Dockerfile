# Case: a pattern builds several programs into a directory; the one that is copied imports `net`.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/ ./...
FROM alpine:3.20
COPY --from=build /out/server /usr/local/bin/
ENTRYPOINT ["server"]
