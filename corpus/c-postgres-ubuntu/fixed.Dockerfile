# Case: a program that links libpq is copied into Ubuntu's bare image, which lacks it.
FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y gcc libpq-dev
COPY main.c .
RUN gcc -o /app main.c -lpq
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /usr/local/bin/app
CMD ["app"]
