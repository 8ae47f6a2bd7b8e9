# Case: a compiled program of Deno needs libgcc, which distroless base does not have.
FROM denoland/deno:2.0.0 AS build
WORKDIR /app
COPY . .
RUN deno compile --allow-net --output bin/server main.ts
FROM debian:bookworm-slim
COPY --from=build /app/bin /usr/local/bin
CMD ["/usr/local/bin/server"]
