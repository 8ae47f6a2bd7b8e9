# Case: a Swift program lands on Alpine.
FROM swift:5.10-jammy AS build
WORKDIR /src
COPY . .
RUN swift build -c release -Xswiftc -static-stdlib
FROM alpine:3.20
RUN apk add --no-cache gcompat libstdc++
COPY --from=build /src/.build/release/Run /run
