# Debian's curl needs its library and more, and distroless installs nothing.
FROM debian:12 AS tools
RUN apt-get update && apt-get install -y --no-install-recommends curl
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4 && rm -rf /var/lib/apt/lists/*
COPY --from=tools /usr/bin/curl /usr/bin/curl
ENTRYPOINT ["/usr/bin/curl"]
