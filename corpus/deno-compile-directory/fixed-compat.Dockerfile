# Case: a compiled program of Deno comes in its directory.
FROM denoland/deno:2.0.0 AS build
WORKDIR /app
COPY . .
RUN deno compile --allow-net --output bin/server main.ts
FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /app/bin /usr/local/bin
CMD ["server"]
