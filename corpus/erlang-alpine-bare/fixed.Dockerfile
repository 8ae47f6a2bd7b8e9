# Case: nothing is installed for the virtual machine.
FROM erlang:26-alpine AS build
WORKDIR /src
COPY . .
RUN rebar3 as prod release
FROM alpine:3.20
RUN apk add --no-cache libstdc++ ncurses-libs
COPY --from=build /src/_build/prod/rel/app/ /app
CMD ["/app/bin/app", "foreground"]
