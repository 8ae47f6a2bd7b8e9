# Case: Quarkus has GraalVM make a program for glibc, which lands on Alpine.
FROM quay.io/quarkus/ubi-quarkus-mandrel-builder-image:jdk-21 AS build
COPY --chown=quarkus:quarkus . /code
WORKDIR /code
RUN ./mvnw package -Dnative
FROM alpine:3.19
RUN apk add --no-cache gcompat
COPY --from=build /code/target/*-runner /app
ENTRYPOINT ["/app"]
