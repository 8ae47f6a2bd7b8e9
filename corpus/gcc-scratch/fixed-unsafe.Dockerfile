# Case: a C program lands in scratch.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y gcc libc6-dev
COPY hello.c /
RUN gcc -o /hello /hello.c
FROM gcr.io/distroless/base-debian12
COPY --from=build /hello /hello
ENTRYPOINT ["/hello"]
