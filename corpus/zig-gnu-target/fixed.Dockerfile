# Case: zig cc for a gnu target is dynamic.
FROM debian:12 AS build
COPY hello.c .
RUN zig cc -target x86_64-linux-musl -o /hello hello.c
FROM alpine:3.20
COPY --from=build /hello /hello
