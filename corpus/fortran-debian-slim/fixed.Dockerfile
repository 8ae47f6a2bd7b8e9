# Case: a program of gfortran, whose runtime a slim Debian does not have.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gfortran libc6-dev
COPY heat.f90 .
RUN gfortran -O2 heat.f90 -o /heat
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgfortran5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /heat /usr/local/bin/heat
CMD ["heat"]
