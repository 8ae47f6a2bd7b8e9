# Case: a hardened image whose tag names Debian.
FROM dhi.io/golang:1.24-debian12-dev AS build
COPY . .
RUN CGO_ENABLED=1 go build -race -o /app .

FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
ENTRYPOINT ["/app"]
