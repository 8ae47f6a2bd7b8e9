# Case: Debian's jq lands on Alpine.
FROM debian:12-slim AS tools
RUN apt-get update && apt-get install -y --no-install-recommends jq
FROM alpine:3.20
RUN apk add --no-cache gcompat jq
COPY --from=tools /usr/bin/jq /usr/bin/jq
