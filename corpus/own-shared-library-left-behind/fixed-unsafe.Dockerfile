# Case: the project's program links a shared library of the same project, which stays in the builder.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends cmake gcc libc6-dev make
WORKDIR /src
COPY . .
RUN cmake -B build && cmake --build build && cmake --install build
FROM debian:bookworm-slim
COPY --from=build /usr/local/bin/meter /usr/local/bin/meter
COPY --from=build /usr/local/lib/libcore.so* /usr/local/lib/
RUN ldconfig
CMD ["meter"]
