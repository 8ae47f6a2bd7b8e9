# Case: the sources are in the context, and use nothing that a static program does otherwise.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -O2 -o /count count.c
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /count /usr/local/bin/count
