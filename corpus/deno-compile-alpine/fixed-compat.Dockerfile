# Case: Deno's programs need glibc.
FROM denoland/deno:debian-1.40.0 AS build
WORKDIR /app
COPY . .
RUN deno compile --allow-net -o /app/server main.ts
FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /app/server /server
