# musl reads no symbol versions, but the older library has not the symbol.
FROM alpine:3.16 AS build
RUN apk add --no-cache g++
COPY main.cpp .
RUN g++ -O2 -o /server main.cpp
FROM alpine:3.16
RUN apk add --no-cache libstdc++
COPY --from=build /server /server
CMD ["/server"]
