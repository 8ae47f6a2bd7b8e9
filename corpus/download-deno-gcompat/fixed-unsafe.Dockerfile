# Case: gcompat lacks symbols that Deno asks for.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl unzip libgcc-s1 ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && curl -fsSL https://github.com/denoland/deno/releases/download/v1.46.3/deno-x86_64-unknown-linux-gnu.zip -o /tmp/deno.zip \
    && unzip /tmp/deno.zip -d /usr/local/bin && rm /tmp/deno.zip
CMD ["deno", "run", "/app/main.ts"]
