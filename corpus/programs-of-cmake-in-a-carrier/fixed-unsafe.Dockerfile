# Case: the directory of the programs themselves is copied to a release with another libc.
FROM debian:11-slim AS debian
RUN apt-get update && apt-get install -y --no-install-recommends cmake g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cmake -DCMAKE_BUILD_TYPE=Release . && cmake --build .
FROM debian:bullseye-slim
WORKDIR /out
COPY --from=debian /app/bin/* /usr/local/bin/
CMD ["app"]
