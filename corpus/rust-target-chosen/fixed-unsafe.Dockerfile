# Case: the target is chosen by the platform; each of the choices is one for glibc, the runtime has musl.
FROM rust:1.80-bookworm AS build
ARG TARGETARCH
WORKDIR /src
COPY . .
RUN case "$TARGETARCH" in \
      amd64) T=x86_64-unknown-linux-gnu ;; \
      arm64) T=aarch64-unknown-linux-gnu ;; \
      *) exit 1 ;; \
    esac \
    && cargo build --release --target "$T" \
    && mv "target/$T/release/server" /server
FROM debian:bookworm-slim
COPY --from=build /server /usr/local/bin/server
CMD ["server"]
