# The makefile's LDLIBS link PostgreSQL's client.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc make libc6-dev libpq-dev
WORKDIR /src
COPY . .
RUN make
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/loader /usr/bin/loader
CMD ["loader"]
