# Case: LD_PRELOAD and JAVA_HOME name paths that are there on amd64 only.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 openjdk-17-jre-headless
ENV LD_PRELOAD=libjemalloc.so.2 \
    LANG=C.UTF-8
ARG TARGETARCH
ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-${TARGETARCH}
CMD ["java", "-version"]
