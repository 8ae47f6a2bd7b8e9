# Case: a layer of packages for a function, with lxml, made on Debian for Alpine.
FROM python:3.12-slim-bookworm AS build
WORKDIR /fn
RUN pip install --target /fn lxml
FROM python:3.12-slim-bookworm
COPY --from=build /fn /fn
ENV PYTHONPATH=/fn
