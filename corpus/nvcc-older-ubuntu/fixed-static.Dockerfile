# Case: nvcc has the host's compiler link the program, on a newer Ubuntu than the one where it runs.
FROM nvidia/cuda:12.2.0-devel-ubuntu22.04 AS build
WORKDIR /src
COPY . .
RUN nvcc -static -O2 -o /app main.cu
FROM ubuntu:20.04
COPY --from=build /app /usr/local/bin/app
CMD ["app"]
