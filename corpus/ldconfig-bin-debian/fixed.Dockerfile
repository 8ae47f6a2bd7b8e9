# Case: ldconfig is given bin and share on Debian: the call stays, the words go.
FROM debian:12-slim
COPY stage/ /usr/local/
RUN ldconfig && rm -rf /tmp/x
