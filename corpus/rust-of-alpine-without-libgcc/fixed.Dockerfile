# Case: the Rust that Alpine packages links libc and libgcc dynamically.
FROM alpine:3.20 AS build
RUN apk add --no-cache cargo
WORKDIR /src
COPY . .
RUN cargo build --release
FROM alpine:3.20
RUN apk add --no-cache libgcc
COPY --from=build /src/target/release/app /usr/local/bin/app
CMD ["app"]
