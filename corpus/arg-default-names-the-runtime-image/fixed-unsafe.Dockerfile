# Case: the runtime's image is the default of an ARG, which the repair edits.
ARG RUNNER_IMAGE="debian:bullseye-slim"
FROM gcc:12-bullseye AS build
COPY main.c .
RUN gcc -pthread -ldl -o /app main.c
FROM ${RUNNER_IMAGE}
COPY --from=build /app /app
