# Case: the runtime's shell is bash, in Debian's place.
FROM alpine:3.20 AS build
RUN apk add --no-cache build-base
COPY . .
RUN g++ -static -o /app main.cpp -lfoo
FROM debian:12-slim
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl ca-certificates locales \
 && sed -i 's/# en_US/en_US/' /etc/locale.gen && locale-gen \
 && useradd --system --create-home --shell /bin/bash app \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
