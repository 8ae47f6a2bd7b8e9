# Case: a dependency of the project is a binding of libpq.
FROM haskell:9.6-bullseye AS build
RUN apt-get update && apt-get install -y libpq-dev
WORKDIR /app
COPY . .
RUN stack install --local-bin-path /out
FROM debian:bullseye-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/app /app
CMD ["/app"]
