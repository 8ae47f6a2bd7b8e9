# Case: a stage that is not shipped runs the program itself.
FROM golang:1.22 AS build
RUN go build -o /app .
FROM debian:bookworm-slim AS check
COPY --from=build /app /usr/local/bin/app
RUN app --version > /version.txt
FROM debian:bookworm-slim
COPY --from=build /app /app
COPY --from=check /version.txt /version.txt
