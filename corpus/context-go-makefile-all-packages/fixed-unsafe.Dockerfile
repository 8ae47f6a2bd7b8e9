# Case: the makefile builds all packages, and one of them imports C: CGO_ENABLED=0 would drop it.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN make
FROM debian:bookworm-slim
COPY --from=build /src/bin/ /usr/local/bin/
CMD ["serve"]
