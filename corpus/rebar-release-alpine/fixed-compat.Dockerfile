# Case: a release of Erlang on Debian, run on Alpine.
FROM erlang:26-slim AS build
WORKDIR /src
COPY . .
RUN rebar3 as prod release
FROM alpine:3.20
RUN apk add --no-cache gcompat libstdc++ ncurses-libs
COPY --from=build /src/_build/prod/rel/srv /srv
