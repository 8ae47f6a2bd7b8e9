# Case: the runtime's shell is bash, in Debian's place.
FROM alpine:3.20 AS build
RUN apk add --no-cache build-base
COPY . .
RUN g++ -o /app main.cpp -lfoo
FROM alpine:3.20
SHELL ["/bin/ash", "-o", "pipefail", "-c"]
RUN apk add --no-cache curl ca-certificates libstdc++ \
 && addgroup -S app && adduser -D -S -s /bin/sh -G app app
COPY --from=build /app /app
