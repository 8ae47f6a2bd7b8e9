# Case: FoundationNetworking is written on curl, which Ubuntu's bare image lacks.
FROM swift:5.10-jammy AS build
WORKDIR /app
COPY . .
RUN swift build -c release --static-swift-stdlib
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/.build/release/App /app
CMD ["/app"]
