FROM alpine:3.23 AS build
RUN apk add --no-cache zig
WORKDIR /src
COPY . .
RUN zig build -Doptimize=ReleaseSafe

FROM alpine:3.23
COPY --from=build /src/zig-out/bin/app /app
ENTRYPOINT ["/app"]
