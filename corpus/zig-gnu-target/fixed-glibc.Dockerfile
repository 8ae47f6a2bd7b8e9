# Case: zig cc for a gnu target is dynamic.
FROM debian:12 AS build
COPY hello.c .
RUN zig cc -target x86_64-linux-gnu -o /hello hello.c
FROM debian:bookworm-slim
COPY --from=build /hello /hello
