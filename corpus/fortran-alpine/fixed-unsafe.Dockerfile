# Case: gfortran's program lands on Alpine.
FROM gcc:13-bookworm AS build
COPY sim.f90 .
RUN gfortran -static -O2 -o /sim sim.f90
FROM alpine:3.20
COPY --from=build /sim /sim
