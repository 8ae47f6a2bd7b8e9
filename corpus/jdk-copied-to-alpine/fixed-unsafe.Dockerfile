# Case: a whole JDK for glibc lands on Alpine.
FROM eclipse-temurin:21-jdk-alpine AS jdk
FROM alpine:3.20
COPY --from=jdk /opt/java/openjdk /opt/java
