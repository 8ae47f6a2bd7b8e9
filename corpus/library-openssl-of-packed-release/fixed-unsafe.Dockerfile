# Case: a release is copied in its archive and unpacked; its crypto links the OpenSSL of the builder.
FROM elixir:1.10-alpine AS build
ARG APP_NAME
ENV MIX_ENV=prod
WORKDIR /src
COPY . .
RUN mix deps.get && mix release && mkdir -p /opt/app && cp _build/prod/rel/${APP_NAME}/${APP_NAME}.tar.gz /opt/app
RUN cd /opt/app && tar -xzf ${APP_NAME}.tar.gz && rm ${APP_NAME}.tar.gz
FROM alpine:3.16
RUN apk add --no-cache bash openssl
COPY --from=build /opt/app /opt/app
CMD ["/opt/app/bin/app", "foreground"]
