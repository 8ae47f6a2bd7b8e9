# Case: a hardened image whose tag names Debian.
FROM dhi.io/golang:1.24-debian12-dev AS build
COPY . .
RUN CGO_ENABLED=1 go build -race -o /app .

FROM debian:bookworm-slim
COPY --from=build /app /app
ENTRYPOINT ["/app"]
