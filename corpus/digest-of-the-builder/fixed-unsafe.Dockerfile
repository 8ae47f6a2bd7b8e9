# Case: the builder is named by a tag with a digest, which another release cannot keep.
FROM golang:1.22-bullseye AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /app .
FROM debian:bullseye-slim
COPY --from=build /app /app
CMD ["/app"]
