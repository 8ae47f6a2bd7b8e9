# Case: Wolfi is glibc, although apk installs its packages.
FROM cgr.dev/chainguard/wolfi-base AS build
RUN apk add --no-cache gcc glibc-dev
COPY main.c .
RUN gcc -O2 -o /app main.c

FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
ENTRYPOINT ["/app"]
