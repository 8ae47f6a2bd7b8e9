# Case: the makefile includes the file that names libcurl.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make libcurl4-openssl-dev
WORKDIR /src
COPY . .
RUN make
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/get /usr/local/bin/get
CMD ["get"]
