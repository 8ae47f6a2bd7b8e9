# Case: a Swift program needs Swift's own libraries, which a plain Ubuntu does not have.
FROM swift:5.10-jammy AS build
WORKDIR /src
COPY . .
RUN swift build --static-swift-stdlib -c release
FROM ubuntu:22.04
COPY --from=build /src/.build/release/App /usr/local/bin/App
CMD ["App"]
