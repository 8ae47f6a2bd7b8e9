# A program with OpenMP needs libgomp, which comes with the compiler only.
FROM gcc:12-bookworm AS build
COPY solve.c /src/
RUN gcc -O3 -fopenmp -o /usr/local/bin/solve /src/solve.c -lm
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/solve /usr/local/bin/solve
ENTRYPOINT ["/usr/local/bin/solve"]
