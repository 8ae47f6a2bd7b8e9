# Case: the program is copied from where Swift says that it put it; Ubuntu 20.04 has an older glibc.
FROM swift:5.7-jammy AS build
WORKDIR /build
COPY . .
RUN swift build -Xswiftc -static-executable -c release --static-swift-stdlib
WORKDIR /staging
RUN cp "$(swift build --package-path /build -c release --show-bin-path)/Run" ./
FROM ubuntu:focal
WORKDIR /app
COPY --from=build /staging /app
ENTRYPOINT ["./Run"]
