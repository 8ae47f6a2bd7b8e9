# Case: ldconfig -n looks at the given directories only: without libraries it does nothing.
FROM debian:12
RUN make install && rm -rf /src
