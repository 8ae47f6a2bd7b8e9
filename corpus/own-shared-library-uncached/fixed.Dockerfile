# Case: the prefix is copied whole; the program's own library is found through the loader's cache only.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends cmake gcc libc6-dev make
WORKDIR /src
COPY . .
RUN cmake -B build && cmake --build build && cmake --install build
FROM debian:bookworm-slim
COPY --from=build /usr/local /usr/local
RUN ldconfig
CMD ["meter"]
