# Case: all that the program imports is in the context, and none of it is C.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -o /app ./...
FROM debian:bookworm-slim
COPY --from=build /app /app
CMD ["/app"]
