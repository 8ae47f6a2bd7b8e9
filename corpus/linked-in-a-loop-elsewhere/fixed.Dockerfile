# Case: the loop links into a directory that is not in PATH.
FROM alpine:3.20
RUN apk add --no-cache bash
COPY tools /opt/tools
RUN mkdir -p /srv/data && for tool in /opt/tools/*; do ln -s "$tool" /srv/data/; done
CMD ["bash", "-c", "echo ready"]
