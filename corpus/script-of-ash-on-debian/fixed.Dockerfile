# Case: a script for the shell of Alpine on Debian, which has none of that name.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ash && rm -rf /var/lib/apt/lists/*
COPY --chmod=755 start.sh /start.sh
ENTRYPOINT ["/start.sh"]
