# Case: a whole JDK for glibc lands on Alpine.
FROM eclipse-temurin:21-jdk-jammy AS jdk
FROM debian:bookworm-slim
COPY --from=jdk /opt/java/openjdk /opt/java
