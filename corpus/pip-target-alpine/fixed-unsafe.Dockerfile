# Case: a layer of packages for a function, with lxml, made on Debian for Alpine.
FROM python:3.12-alpine3.20 AS build
WORKDIR /fn
RUN pip install --target /fn lxml
FROM python:3.12-alpine3.20
COPY --from=build /fn /fn
ENV PYTHONPATH=/fn
