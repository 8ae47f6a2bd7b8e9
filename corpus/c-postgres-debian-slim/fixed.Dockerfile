# Case: a C program is linked with libpq, which the slim runtime lacks.
FROM gcc:14-bookworm AS build
RUN apt-get update && apt-get install -y libpq-dev
COPY main.c .
RUN gcc -O2 -o /app main.c -lpq
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
CMD ["/app"]
