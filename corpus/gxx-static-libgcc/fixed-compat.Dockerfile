# Case: -static-libgcc and -static-libstdc++ leave libc dynamic.
FROM gcc:12-bookworm AS build
COPY main.cpp .
RUN g++ -static-libgcc -static-libstdc++ -o /app main.cpp
FROM alpine:3.20
RUN apk add --no-cache gcompat libstdc++ libgcc
COPY --from=build /app /app
