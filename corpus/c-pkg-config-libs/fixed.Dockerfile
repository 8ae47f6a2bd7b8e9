# What pkg-config prints is linked: the slim runtime has neither SQLite nor expat.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev pkg-config libsqlite3-dev libexpat1-dev
WORKDIR /src
COPY feed.c .
RUN gcc -O2 -o feed feed.c $(pkg-config --cflags --libs sqlite3 expat)
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 libexpat1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/feed /usr/local/bin/
ENTRYPOINT ["feed"]
