# Case: a C++ program needs libstdc++, so distroless cc and not base.
FROM gcc:12-bookworm AS build
COPY main.cpp .
RUN g++ -static -o /app main.cpp
FROM gcr.io/distroless/static-debian12
COPY --from=build /app /app
