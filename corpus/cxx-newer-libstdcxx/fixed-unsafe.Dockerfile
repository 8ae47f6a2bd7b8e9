# gcc:13 has a newer libstdc++ than Debian 12, on which it stands.
FROM gcc:12-bookworm AS build
WORKDIR /src
COPY main.cpp .
RUN g++ -O2 -std=c++20 -o server main.cpp
FROM debian:bookworm-slim
COPY --from=build /src/server /usr/local/bin/server
CMD ["server"]
