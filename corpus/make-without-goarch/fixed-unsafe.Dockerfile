# Case: nothing names the architecture of the target to what make starts on the build platform.
FROM golang:1.24-bookworm AS build
RUN git clone --depth 1 https://example.org/tool.git /src && cd /src && CGO_ENABLED=0 make && DESTDIR=/out make install
FROM debian:bookworm-slim
COPY --from=build /out/usr/local/bin /usr/local/bin
CMD ["tool"]
