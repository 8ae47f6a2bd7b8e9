# Case: presets name the build directory; the program lands where glibc is not.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y cmake g++ ninja-build
WORKDIR /src
COPY . .
RUN cmake --preset release && cmake --build --preset release
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /src/build/release/server /usr/local/bin/server
CMD ["server"]
