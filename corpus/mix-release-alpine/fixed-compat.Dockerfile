# Case: a release of Elixir brings a virtual machine for glibc.
FROM elixir:1.16-slim AS build
ENV MIX_ENV=prod
WORKDIR /app
COPY . .
RUN mix deps.get && mix release
FROM alpine:3.20
RUN apk add --no-cache gcompat libstdc++ ncurses-libs
COPY --from=build /app/_build/prod/rel/app /app
CMD ["/app/bin/app", "start"]
