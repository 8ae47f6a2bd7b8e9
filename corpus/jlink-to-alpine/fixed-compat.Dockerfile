# Case: a runtime that jlink made of a glibc JDK lands on Alpine.
FROM eclipse-temurin:17-jdk-jammy AS jre
RUN jlink --add-modules java.base --output /jre
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=jre /jre /opt/jre
