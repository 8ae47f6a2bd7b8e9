# Case: Debian's jq lands on Alpine.
FROM debian:12-slim AS tools
RUN apt-get update && apt-get install -y --no-install-recommends jq
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libjq1 && rm -rf /var/lib/apt/lists/*
COPY --from=tools /usr/bin/jq /usr/bin/jq
