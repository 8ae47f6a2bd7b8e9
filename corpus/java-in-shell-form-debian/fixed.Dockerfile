# Case: a shell starts java, which Debian has not.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY . .
RUN mvn -q package
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/app.jar /app.jar
CMD exec java $JAVA_OPTS -jar /app.jar
