# Case: a C++ program of Alpine lands on a bare Alpine.
FROM alpine:3.20 AS build
RUN apk add --no-cache g++
COPY main.cpp .
RUN g++ -O2 -o /app main.cpp
FROM alpine:3.20
RUN apk add --no-cache ca-certificates libstdc++
COPY --from=build /app /app
CMD ["/app"]
