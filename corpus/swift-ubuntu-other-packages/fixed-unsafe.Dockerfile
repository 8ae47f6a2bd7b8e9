# Case: none of the packages that are installed brings Swift's own libraries; libicu70 is judged as Debian's libicu72.
FROM swift:5.10-jammy AS build
WORKDIR /src
COPY . .
RUN swift build --static-swift-stdlib -c release --product App
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y libatomic1 libicu70 libxml2 tzdata && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/.build/release/App /usr/local/bin/App
CMD ["App"]
