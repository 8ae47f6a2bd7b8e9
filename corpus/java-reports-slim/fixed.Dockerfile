# Case: JasperReports draws text, and the slim image of Java has no fontconfig.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B package
FROM openjdk:17-slim
RUN apt-get update && apt-get install -y --no-install-recommends libfontconfig1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/reports.jar /app/reports.jar
CMD ["java", "-jar", "/app/reports.jar"]
