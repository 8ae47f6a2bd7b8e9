# Case: Deno's binary image holds a glibc program.
FROM debian:bookworm-slim
COPY --from=denoland/deno:bin-1.40.0 /deno /usr/local/bin/deno
