# Case: libevent goes with libevent-dev, which apk deletes after the program is linked with it.
FROM alpine:3.20
RUN apk add --no-cache libevent
COPY relay.c /src/
RUN apk add --no-cache --virtual .build gcc musl-dev libevent-dev \
    && gcc -O2 -o /usr/local/bin/relay /src/relay.c -levent_core \
    && apk del .build
CMD ["relay"]
