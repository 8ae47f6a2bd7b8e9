# Case: -static-libgcc and -static-libstdc++ leave libc dynamic.
FROM gcc:12-bookworm AS build
COPY main.cpp .
RUN g++ -static -static-libgcc -static-libstdc++ -o /app main.cpp
FROM alpine:3.20
COPY --from=build /app /app
