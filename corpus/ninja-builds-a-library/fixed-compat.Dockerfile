# Case: a build by Ninja lands on another libc; a makefile of its own name is not read, so the runtime moves.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends ninja-build g++ uuid-runtime
WORKDIR /src
COPY . .
RUN ninja && uuidgen > id && g++ -shared -fPIC -o /out/libx.so x.cc
FROM alpine:3.20
RUN apk add --no-cache gcompat libstdc++ libgcc
COPY --from=build /out/libx.so /usr/lib/
