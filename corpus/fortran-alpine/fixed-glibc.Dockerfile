# Case: gfortran's program lands on Alpine.
FROM gcc:13-bookworm AS build
COPY sim.f90 .
RUN gfortran -O2 -o /sim sim.f90
FROM debian:bookworm-slim
COPY --from=build /sim /sim
