# Case: GraalVM's image is Oracle Linux; native-image links glibc.
FROM ghcr.io/graalvm/native-image-community:21 AS build
COPY . .
RUN native-image -jar app.jar -o /tmp/app

FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /tmp/app /app
ENTRYPOINT ["/app"]
