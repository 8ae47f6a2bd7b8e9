# Case: Bun's program for glibc lands on Alpine.
FROM oven/bun:1-debian AS build
WORKDIR /app
COPY . .
RUN bun install && bun build --compile --target=bun-linux-x64-musl --outfile=/app/server ./index.ts
FROM alpine:3.20
RUN apk add --no-cache libstdc++
COPY --from=build /app/server /server
