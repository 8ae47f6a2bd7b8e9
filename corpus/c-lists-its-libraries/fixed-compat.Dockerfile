# Case: the build lists the program's libraries, of which a static one has none, so that the RUN fails.
FROM gcc:13-bookworm AS build
COPY main.c .
RUN gcc -o /app main.c && ldd /app
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
