# Case: the program loads a library at run time, which only a dynamic one can.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -O2 -o /host host.c
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /host /usr/local/bin/host
