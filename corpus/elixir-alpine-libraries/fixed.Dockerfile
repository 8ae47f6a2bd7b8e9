# Case: the virtual machine of OTP 24 and later needs libstdc++.
FROM elixir:1.16-alpine AS build
ENV MIX_ENV=prod
WORKDIR /src
COPY . .
RUN mix deps.get --only prod && mix release
FROM alpine:3.20
RUN apk add --no-cache bash openssl libstdc++
WORKDIR /app
COPY --from=build /src/_build/prod/rel/app/ ./
CMD ["/app/bin/app", "start"]
