# Case: Deno's binary image holds a glibc program.
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=denoland/deno:bin-1.40.0 /deno /usr/local/bin/deno
