# Case: a program of Alpine's own Rust is dynamic, and scratch has no loader.
FROM alpine:3.20 AS build
RUN apk add --no-cache cargo
WORKDIR /src
COPY . .
RUN cargo build --release
FROM scratch
COPY --from=build /src/target/release/app /usr/local/bin/app
COPY --from=build /lib/ld-musl-x86_64.so.1 /lib/
COPY --from=build /usr/lib/libgcc_s.so.1 /usr/lib/
CMD ["app"]
