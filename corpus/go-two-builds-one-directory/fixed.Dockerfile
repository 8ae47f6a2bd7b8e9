# Case: two builds of one RUN leave their programs in the directory that is copied.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/serve ./cmd/serve && \
    CGO_ENABLED=0 go build -o /out/work ./cmd/work
FROM alpine:3.20
COPY --from=build /out/ /usr/local/bin/
CMD ["serve"]
