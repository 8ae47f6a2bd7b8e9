# Case: a library is built from source in the builder, linked, and not copied with the program.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential curl ca-certificates
WORKDIR /tmp
RUN curl -fsSL https://downloads.example.org/libfrob-2.1.tar.gz | tar -xz && cd libfrob-2.1 && ./configure && make && make install && ldconfig
COPY main.c /src/main.c
RUN gcc -o /usr/local/bin/tool /src/main.c -lfrob
FROM debian:bookworm-slim
COPY --from=build /usr/local/bin/tool /usr/local/bin/tool
COPY --from=build /usr/local/lib/libfrob.so* /usr/local/lib/
RUN ldconfig
CMD ["tool"]
