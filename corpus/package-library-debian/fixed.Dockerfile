# Debian's jq lands on Debian, but its library stays behind.
FROM debian:12-slim AS tools
RUN apt-get update && apt-get install -y jq
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libjq1 && rm -rf /var/lib/apt/lists/*
COPY --from=tools /usr/bin/jq /usr/bin/jq
