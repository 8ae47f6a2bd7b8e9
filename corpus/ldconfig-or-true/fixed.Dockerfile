# Case: a removal must not join commands so that || true hides an earlier failure.
FROM alpine:3.20
RUN set -e; \
    make -C /src install; \
    rm -rf /src
RUN make -C /b install || true
