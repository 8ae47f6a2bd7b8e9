# Case: CircleCI's images are Ubuntu.
FROM cimg/rust:1.80 AS build
WORKDIR /src
COPY . .
RUN cargo build --release

FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /src/target/release/app /app
ENTRYPOINT ["/app"]
