# Case: a runtime that jlink made of a glibc JDK lands on Alpine.
FROM eclipse-temurin:17-jdk-alpine AS jre
RUN jlink --add-modules java.base --output /jre
FROM alpine:3.20
COPY --from=jre /jre /opt/jre
