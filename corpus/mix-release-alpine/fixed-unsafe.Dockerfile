# Case: a release of Elixir brings a virtual machine for glibc.
FROM elixir:1.16-alpine AS build
ENV MIX_ENV=prod
WORKDIR /app
COPY . .
RUN mix deps.get && mix release
FROM alpine:3.20
RUN apk add --no-cache libstdc++ ncurses-libs
COPY --from=build /app/_build/prod/rel/app /app
CMD ["/app/bin/app", "start"]
