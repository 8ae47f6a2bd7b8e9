# Case: Debian has no su-exec, and no group wheel: the stage is not translated.
FROM gcc:12-bookworm AS build
COPY main.c .
RUN gcc -pthread -ldl -o /app main.c
FROM alpine:3.20
RUN apk add --no-cache su-exec gcompat && adduser -D dev && addgroup dev wheel && deluser guest
COPY --from=build /app /app
