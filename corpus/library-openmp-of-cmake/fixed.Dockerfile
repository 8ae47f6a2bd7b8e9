# Case: the project's build file asks for OpenMP, which comes with GCC.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential cmake
WORKDIR /src
COPY . .
RUN cmake -B build && cmake --build build
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/build/app /app
CMD ["/app"]
