# Case: an ARG names the builder's release, and another its version.
ARG GO_VERSION=1.22
ARG VARIANT=bullseye
FROM golang:${GO_VERSION}-${VARIANT} AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /app .
FROM debian:bullseye-slim
COPY --from=build /app /app
CMD ["/app"]
