# syntax=docker/dockerfile:1
ARG GO_VERSION=1.22
FROM golang:${GO_VERSION} AS build

# Tools first, so that they are cached.
RUN apt-get update && \
    apt-get install -y --no-install-recommends \
        ca-certificates \
        git \
        make && \
    rm -rf /var/lib/apt/lists/*

WORKDIR /src

COPY go.mod go.sum ./
RUN go mod download

COPY . .

ARG VERSION=dev
RUN go build -ldflags "-s -w -X main.version=${VERSION}" \
    -o /out/server ./cmd/server

FROM node:20 AS web
WORKDIR /web
COPY web/package.json web/package-lock.json ./
RUN npm ci
COPY web/ .
RUN npm run build

FROM alpine:3.20

LABEL org.opencontainers.image.title="server" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN apk add --no-cache ca-certificates tzdata && \
    adduser -D -H -u 10001 app

WORKDIR /app

COPY --from=build /out/server /usr/local/bin/server
COPY --from=web /web/dist /app/static
COPY config/default.yaml /app/config.yaml

ENV APP_PORT=8080 \
    APP_STATIC=/app/static

EXPOSE 8080

HEALTHCHECK --interval=30s CMD wget -q -O- http://localhost:8080/healthz || exit 1

USER app
ENTRYPOINT ["/usr/local/bin/server"]
CMD ["--config", "/app/config.yaml"]
