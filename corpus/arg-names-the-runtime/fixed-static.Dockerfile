# Case: the runtime's image is the default of an ARG that nothing else reads.
ARG GO_VERSION=1.22
ARG RUNNER_IMAGE="alpine:3.20"
FROM golang:${GO_VERSION}-bookworm AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -ldflags '-linkmode external -extldflags "-static"' -o /app .
FROM ${RUNNER_IMAGE}
COPY --from=build /app /app
CMD ["/app"]
