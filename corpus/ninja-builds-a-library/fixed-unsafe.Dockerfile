# Case: a build by Ninja lands on another libc; a makefile of its own name is not read, so the runtime moves.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends ninja-build g++ uuid-runtime
WORKDIR /src
COPY . .
RUN ninja && uuidgen > id && g++ -shared -fPIC -o /out/libx.so x.cc
FROM debian:bookworm-slim
COPY --from=build /out/libx.so /usr/lib/
