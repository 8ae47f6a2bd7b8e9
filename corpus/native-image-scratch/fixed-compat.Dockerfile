# Case: a native image is dynamic unless --static asks otherwise.
FROM ghcr.io/graalvm/native-image-community:21 AS build
WORKDIR /src
COPY . .
RUN native-image -jar app.jar -o /app
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
