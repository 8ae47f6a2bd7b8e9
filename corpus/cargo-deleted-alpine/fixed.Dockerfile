# Case: libgcc came with cargo, and goes with it; Alpine's cargo links it.
FROM alpine:3.20
RUN apk add --no-cache ca-certificates
COPY . /src
RUN apk add --no-cache cargo libgcc && cd /src && cargo build --release --locked \
    && cp target/release/relay /usr/local/bin/ && apk del cargo && rm -rf /src
CMD ["relay"]
