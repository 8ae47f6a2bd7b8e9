# Case: a stage for each platform; the program is built in that of the target.
FROM debian:bookworm-slim AS base
FROM base AS base-linux-amd64
ENV FLAGS=-O2
FROM base AS base-linux-arm64
ENV FLAGS=-O1
FROM base-${TARGETOS}-${TARGETARCH} AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libsqlite3-dev
COPY main.c .
RUN gcc $FLAGS main.c -o /app -lsqlite3
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
CMD ["/app"]
