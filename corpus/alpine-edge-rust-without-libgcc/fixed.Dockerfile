# Case: Alpine's own Rust links libgcc, which edge has no more than the newest release.
FROM alpine:edge AS build
RUN apk add --no-cache cargo
WORKDIR /work
COPY . .
RUN cargo build --release
FROM alpine:edge
RUN apk add --no-cache ca-certificates libgcc
COPY --from=build /work/target/release/serve /usr/local/bin/serve
CMD ["serve"]
