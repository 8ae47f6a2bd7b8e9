# Case: Dart's program needs glibc.
FROM dart:3.4 AS build
WORKDIR /app
COPY . .
RUN dart pub get && dart compile exe bin/server.dart -o /app/server
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app/server /server
