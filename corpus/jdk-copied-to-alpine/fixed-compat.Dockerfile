# Case: a whole JDK for glibc lands on Alpine.
FROM eclipse-temurin:21-jdk-jammy AS jdk
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=jdk /opt/java/openjdk /opt/java
