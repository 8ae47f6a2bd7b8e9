# Case: two stages start from the ARG's image, so that its default cannot change for one.
ARG BASE=alpine:3.20
FROM gcc:13-bookworm AS build
COPY main.c .
RUN gcc -shared -fPIC -o /usr/local/lib/libsaid.so main.c && gcc -o /app main.c -lsaid
FROM ${BASE} AS tools
RUN apk add --no-cache curl
FROM ${BASE}
RUN apk add --no-cache gcompat
COPY --from=build /app /app
COPY --from=build /usr/local/lib/libsaid.so /usr/local/lib/
CMD ["/app"]
