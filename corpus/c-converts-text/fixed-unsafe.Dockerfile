# Case: the program converts text with iconv, which a static one cannot without glibc's modules.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -O2 -o /recode recode.c
FROM debian:bookworm-slim
COPY --from=build /recode /usr/local/bin/recode
