# Case: GraalVM's image is Oracle Linux; native-image links glibc.
FROM ghcr.io/graalvm/native-image-community:21 AS build
COPY . .
RUN native-image --static --libc=musl -jar app.jar -o /tmp/app

FROM alpine:3.20
COPY --from=build /tmp/app /app
ENTRYPOINT ["/app"]
