# Case: a native image is dynamic unless --static asks otherwise.
FROM ghcr.io/graalvm/native-image-community:21 AS build
WORKDIR /src
COPY . .
RUN native-image --static --libc=musl -jar app.jar -o /app
FROM alpine:3.20
COPY --from=build /app /app
