# Case: a source line tells the release of the build image, which is newer than the runtime's.
FROM registry.example.com/toolchain:4 AS build
RUN add-apt-repository "deb http://apt.llvm.org/jammy/ llvm-toolchain-jammy-17 main" \
    && apt-get update && apt-get install -y clang-17
COPY main.c .
RUN clang-17 -static -o /app main.c
FROM debian:bullseye-slim
COPY --from=build /app /app
