# Case: two builds of one RUN leave their programs in the directory that is copied.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -o /out/serve ./cmd/serve && \
    go build -o /out/work ./cmd/work
FROM debian:bookworm-slim
COPY --from=build /out/ /usr/local/bin/
CMD ["serve"]
