# Case: -static-libgcc and -static-libstdc++ leave libc dynamic.
FROM gcc:12-bookworm AS build
COPY main.cpp .
RUN g++ -static-libgcc -static-libstdc++ -o /app main.cpp
FROM debian:bookworm-slim
COPY --from=build /app /app
