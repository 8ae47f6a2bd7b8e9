# Case: a release of Erlang on Debian, run on Alpine.
FROM erlang:26-slim AS build
WORKDIR /src
COPY . .
RUN rebar3 as prod release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/_build/prod/rel/srv /srv
