# configure.ac checks for SQLite by pkg-config and for libevent by its name.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc make autoconf automake pkg-config libsqlite3-dev libevent-dev
WORKDIR /src
COPY . .
RUN ./configure --prefix=/usr/local && make && make install
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 libevent-2.1-7 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/keepd /usr/local/bin/keepd
CMD ["keepd"]
