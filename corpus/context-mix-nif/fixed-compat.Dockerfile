# Case: a package of a release without the virtual machine has a part in C.
FROM elixir:1.16-slim AS build
ENV MIX_ENV=prod
WORKDIR /src
COPY . .
RUN mix deps.get && mix release
FROM elixir:1.16-alpine
RUN apk add --no-cache gcompat
COPY --from=build /src/_build/prod/rel/app/ /app
CMD ["/app/bin/app", "start"]
