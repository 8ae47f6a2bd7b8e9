# dfix as an image: docker build -t dfix . && docker run --rm -v "$PWD:/work" dfix
FROM python:3.13-slim-bookworm AS build
RUN python -m venv /opt/dfix
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY docs/rules docs/rules
COPY docs/dfix.1 docs/dfix.1
COPY dfix dfix
RUN /opt/dfix/bin/pip install --no-cache-dir ".[review]"

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home dfix
COPY --from=build /opt/dfix /opt/dfix
ENV PATH=/opt/dfix/bin:$PATH
USER dfix
WORKDIR /work
ENTRYPOINT ["dfix"]
