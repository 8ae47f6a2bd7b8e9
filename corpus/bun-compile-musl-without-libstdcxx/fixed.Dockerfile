# Case: a program of Bun for musl needs the C++ runtime; its directory is copied.
FROM oven/bun:1-alpine AS build
WORKDIR /app
COPY . .
RUN bun build --compile ./src/index.ts --outfile dist/server
FROM alpine:3.20
RUN apk add --no-cache libstdc++
COPY --from=build /app/dist/ /app/
CMD ["/app/server"]
