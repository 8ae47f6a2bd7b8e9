# Case: the environment has a copy of Python, which finds its standard library where the builder has it: that did not come along.
FROM python:3.11-slim-bullseye AS builder
RUN python -m venv --copies /opt/venv && /opt/venv/bin/pip install numpy
FROM python:3.11-slim-bullseye
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /usr/local/lib/libpython3.11.so.1.0 /usr/local/lib/
ENV LD_LIBRARY_PATH=/usr/local/lib
ENTRYPOINT ["/opt/venv/bin/python", "-m", "app"]
