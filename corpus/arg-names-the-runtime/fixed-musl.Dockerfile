# Case: the runtime's image is the default of an ARG that nothing else reads.
ARG GO_VERSION=1.22
ARG RUNNER_IMAGE="alpine:3.20"
FROM golang:${GO_VERSION}-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /app .
FROM ${RUNNER_IMAGE}
COPY --from=build /app /app
CMD ["/app"]
