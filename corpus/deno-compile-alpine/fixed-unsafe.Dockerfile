# Case: Deno's programs need glibc.
FROM denoland/deno:debian-1.40.0 AS build
WORKDIR /app
COPY . .
RUN deno compile --allow-net -o /app/server main.ts
FROM debian:bookworm-slim
COPY --from=build /app/server /server
