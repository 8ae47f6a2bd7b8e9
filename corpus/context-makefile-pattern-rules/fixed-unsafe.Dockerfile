# Case: a pattern rule, and make's own rule, link the programs that `make install` copies.
FROM gcc:12-bookworm AS build
WORKDIR /src
COPY . .
RUN make && make install DESTDIR=/out
FROM debian:bookworm-slim
COPY --from=build /out/usr/bin/ /usr/local/bin/
CMD ["alpha"]
