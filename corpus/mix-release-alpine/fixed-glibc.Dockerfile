# Case: a release of Elixir brings a virtual machine for glibc.
FROM elixir:1.16-slim AS build
ENV MIX_ENV=prod
WORKDIR /app
COPY . .
RUN mix deps.get && mix release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/_build/prod/rel/app /app
CMD ["/app/bin/app", "start"]
