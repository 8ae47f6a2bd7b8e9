# Case: the script comes by way of the builder, and nothing there makes it executable.
FROM golang:1.22-alpine AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
COPY --chmod=755 --from=build /src/entrypoint.sh /
ENTRYPOINT ["/entrypoint.sh"]
