# Case: the command before may fail today, since ldconfig ends well: unsafe to remove.
FROM alpine:3.20
RUN make -C /src install
