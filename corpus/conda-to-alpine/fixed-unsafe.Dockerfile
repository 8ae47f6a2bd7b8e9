# Case: an environment of conda needs glibc.
FROM continuumio/miniconda3:4.12.0 AS build
RUN conda create -p /env python=3.10 numpy
FROM debian:bullseye-slim
COPY --from=build /env /env
