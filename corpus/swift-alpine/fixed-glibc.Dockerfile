# Case: a Swift program lands on Alpine.
FROM swift:5.10-jammy AS build
WORKDIR /src
COPY . .
RUN swift build -c release -Xswiftc -static-stdlib
FROM ubuntu:22.04
COPY --from=build /src/.build/release/Run /run
