# Case: RocksDB's archive loads a library in C++, and Alpine has no C++ runtime.
FROM eclipse-temurin:17-jdk-alpine AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B package && jlink --add-modules java.base --output /jre
FROM alpine:3.19
RUN apk add --no-cache libstdc++
COPY --from=build /jre /opt/java
COPY --from=build /src/target/app.jar /app.jar
CMD ["/opt/java/bin/java", "-jar", "/app.jar"]
