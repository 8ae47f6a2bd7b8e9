# Case: a release of Elixir brings a virtual machine for glibc.
FROM elixir:1.16-slim AS build
ENV MIX_ENV=prod
WORKDIR /app
COPY . .
RUN mix deps.get && mix release
FROM debian:bookworm-slim
COPY --from=build /app/_build/prod/rel/app /app
CMD ["/app/bin/app", "start"]
