# Case: the stages are pinned to different platforms.
FROM --platform=linux/arm64 gcc:13 AS build
COPY a.c .
RUN gcc -static -o /a a.c
FROM --platform=linux/arm64 debian:12-slim
COPY --from=build /a /a
