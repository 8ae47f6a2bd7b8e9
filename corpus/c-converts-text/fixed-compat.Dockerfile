# Case: the program converts text with iconv, which a static one cannot without glibc's modules.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -O2 -o /recode recode.c
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /recode /usr/local/bin/recode
