# Case: the builder is pinned to one platform, and a workflow builds the image for two.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
CMD ["/app"]
