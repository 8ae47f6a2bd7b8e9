# Case: a C program of gcc's floating image, a runtime pinned by number.
FROM gcc:trixie AS build
COPY a.c .
RUN gcc -o /app a.c
FROM debian:13-slim
COPY --from=build /app /app
