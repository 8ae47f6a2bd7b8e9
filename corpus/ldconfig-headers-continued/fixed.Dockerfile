# Case: ldconfig is given headers among libraries, over several lines.
FROM ubuntu:22.04
COPY stage/ /usr/local/
RUN ldconfig \
        /usr/local/lib \
        /opt/foo/lib
