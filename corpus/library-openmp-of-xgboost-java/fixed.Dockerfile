# Case: XGBoost's archive for Java holds a library that uses OpenMP.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn package
FROM openjdk:17-jdk-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/app.jar /app.jar
CMD ["java", "-jar", "/app.jar"]
