# Case: a source line tells the release of the build image, which is newer than the runtime's.
FROM registry.example.com/toolchain:4 AS build
RUN add-apt-repository "deb http://apt.llvm.org/jammy/ llvm-toolchain-jammy-17 main" \
    && apt-get update && apt-get install -y clang-17
COPY main.c .
RUN clang-17 -o /app main.c
FROM ubuntu:22.04
COPY --from=build /app /app
