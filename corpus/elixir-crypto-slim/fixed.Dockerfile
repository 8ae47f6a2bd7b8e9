# Case: the application crypto of a release needs OpenSSL, which the slim image does not have.
FROM elixir:1.16 AS build
WORKDIR /src
COPY . .
RUN mix local.hex --force && MIX_ENV=prod mix do deps.get, compile, release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 libncurses6 locales libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/_build/prod/rel/shop /app
CMD ["/app/bin/shop", "start"]
