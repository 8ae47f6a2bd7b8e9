# Case: the image is made for static programs, and the command asks for glibc.
FROM clux/muslrust:1.85.0-stable AS build
WORKDIR /volume
COPY . .
RUN rustup target add x86_64-unknown-linux-gnu && cargo build --release --target x86_64-unknown-linux-gnu

FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /volume/target/x86_64-unknown-linux-gnu/release/app /usr/local/bin/app
ENTRYPOINT ["app"]
