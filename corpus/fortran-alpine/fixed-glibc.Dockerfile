# Case: gfortran's program lands on Alpine.
FROM gcc:13-bookworm AS build
COPY sim.f90 .
RUN gfortran -O2 -o /sim sim.f90
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgfortran5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /sim /sim
