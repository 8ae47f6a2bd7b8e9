# Case: the sources name a locale, which Debian's own image has and a distroless one has not.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -O2 -o /upper upper.c
FROM debian:bookworm-slim
COPY --from=build /upper /usr/local/bin/upper
CMD ["/usr/local/bin/upper"]
