# Case: the only sign of what is linked are development packages, all of which go with their group.
FROM alpine:3.20
RUN apk add --no-cache libcurl
RUN apk add --no-cache --virtual .build build-base curl-dev && \
    wget -qO- https://example.org/x-1.0.tar.gz | tar xz && cd x-1.0 && ./configure && make && make install && \
    cd .. && rm -r x-1.0 && apk del .build
CMD ["x"]
