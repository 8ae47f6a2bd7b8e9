# Case: R packages compiled on Debian land on Alpine.
FROM r-base:4.4.0 AS build
RUN Rscript -e "install.packages('data.table', lib='/rlibs')" && install2.r --library /rlibs data.table
FROM debian:testing-slim
RUN apt-get update && apt-get install -y --no-install-recommends r-base && rm -rf /var/lib/apt/lists/*
COPY --from=build /rlibs /rlibs
