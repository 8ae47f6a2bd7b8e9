# The runtime has Boost, but that of another release: the soname carries the version.
FROM debian:trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends g++ libboost-filesystem-dev
COPY scan.cpp .
RUN g++ -O2 -std=c++17 -o /scan scan.cpp -lboost_filesystem
FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends libboost-filesystem1.83.0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /scan /usr/local/bin/scan
CMD ["scan"]
