# dfix as an image, for every architecture that Python's has: docs/ci.md, "As a container".
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY docs/rules docs/rules
COPY docs/dfix.1 docs/dfix.1
COPY dfix dfix
# pip stays behind: the environment has what dfix needs and no more.
RUN pip wheel --no-cache-dir --wheel-dir /wheels ".[review]" \
    && python -m venv --without-pip /opt/dfix \
    && pip --python /opt/dfix/bin/python install --no-cache-dir --no-index --find-links /wheels dfix

FROM build AS build-review
RUN pip --python /opt/dfix/bin/python install --no-cache-dir --no-index --find-links /wheels "dfix[review]"

FROM python:3.13-slim-bookworm AS review
RUN apt-get update \
    && apt-get install -y --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home dfix
COPY --from=build-review /opt/dfix /opt/dfix
ENV PATH=/opt/dfix/bin:$PATH
USER dfix
WORKDIR /work
ENTRYPOINT ["dfix"]

FROM python:3.13-slim-bookworm AS small
RUN useradd --create-home dfix
COPY --from=build /opt/dfix /opt/dfix
ENV PATH=/opt/dfix/bin:$PATH
USER dfix
WORKDIR /work
ENTRYPOINT ["dfix"]
