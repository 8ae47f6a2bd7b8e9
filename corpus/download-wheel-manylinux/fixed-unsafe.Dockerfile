# Case: a manylinux library is unpacked in Debian and copied to Alpine.
FROM debian:12 AS fetch
RUN curl -fsSLo /lib.tar.gz https://example.com/lib-manylinux2014_x86_64.tar.gz && mkdir /lib1 && tar xf /lib.tar.gz -C /lib1
FROM debian:bookworm-slim
COPY --from=fetch /lib1 /opt/lib1
