# Case: Volta and the Node that it downloads are built for glibc.
FROM alpine:3.20
RUN apk add --no-cache bash curl gcompat && curl -fsSL https://get.volta.sh | bash
CMD ["/root/.volta/bin/volta", "list"]
