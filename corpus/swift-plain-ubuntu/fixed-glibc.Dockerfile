# Case: a Swift program needs Swift's own libraries, which a plain Ubuntu does not have.
FROM swift:5.10-jammy AS build
WORKDIR /src
COPY . .
RUN swift build -c release
FROM swift:5.10-jammy-slim
COPY --from=build /src/.build/release/App /usr/local/bin/App
CMD ["App"]
