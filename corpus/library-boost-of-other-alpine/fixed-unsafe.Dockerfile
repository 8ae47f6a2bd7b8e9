# Case: Boost of Alpine 3.18 is 1.82, that of 3.20 is 1.84.
FROM alpine:3.20 AS build
RUN apk add --no-cache build-base cmake boost-dev
WORKDIR /src
COPY . .
RUN cmake -B build && cmake --build build
FROM alpine:3.20
RUN apk add --no-cache boost-filesystem libstdc++
COPY --from=build /src/build/app /app
CMD ["/app"]
