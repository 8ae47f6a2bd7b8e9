# Case: Mandrel's builder is UBI; its programs need glibc.
FROM quay.io/quarkus/ubi-quarkus-mandrel-builder-image:jdk-21 AS build
COPY --chown=quarkus:quarkus . /code
RUN native-image -jar /code/app.jar -o /tmp/app

FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /tmp/app /app
ENTRYPOINT ["/app"]
