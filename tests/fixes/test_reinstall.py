"""What was installed elsewhere is installed where it lands."""

import pytest

from dfix import analyse, fix

MUSL_NODE = "FROM node:20-alpine3.20\nWORKDIR /app\n"


def repaired(text: str, name: str) -> str:
    return fix(text, names=(name,)).text


@pytest.mark.parametrize(
    ("build", "copy", "expected"),
    [
        (
            "FROM node:20-bookworm AS b\nWORKDIR /app\nRUN npm install bcrypt\n",
            "COPY --from=b /app/node_modules ./node_modules\n",
            "COPY --from=b /app/package*.json /app/\nRUN npm install bcrypt\n",
        ),
        (
            "FROM node:20-bookworm AS b\nWORKDIR /src\nRUN npm install bcrypt\n",
            "COPY --from=b /src/node_modules /srv/node_modules\n",
            "COPY --from=b /src/package*.json /srv/\nRUN cd /srv && npm install bcrypt\n",
        ),
        (
            "FROM node:20-bookworm AS b\nWORKDIR /app\nRUN yarn add \\\n    bcrypt\n",
            "COPY --from=b /app/node_modules ./node_modules\n",
            "COPY --from=b /app/package.json /app/yarn.lock /app/\nRUN yarn add bcrypt\n",
        ),
    ],
)
def test_node(build: str, copy: str, expected: str) -> None:
    assert repaired(f"{build}{MUSL_NODE}{copy}", "reinstall-packages") == f"{build}{MUSL_NODE}{expected}"


MUSL_PYTHON = "FROM python:3.12-alpine3.20\nWORKDIR /app\n"


@pytest.mark.parametrize(
    ("install", "copy", "expected"),
    [
        (
            "RUN pip install --no-cache-dir --prefix=/install numpy\n",
            "COPY --from=b /install /usr/local\n",
            "RUN pip install --no-cache-dir numpy\n",
        ),
        (
            "RUN pip install --target /fn lxml\n",
            "COPY --from=b /fn /fn\n",
            "RUN pip install --target /fn lxml\n",
        ),
        (
            "RUN python -m venv /venv && /venv/bin/pip install numpy\n",
            "COPY --from=b /venv /venv\n",
            "RUN python -m venv /venv && /venv/bin/pip install numpy\n",
        ),
        (
            "RUN python -m venv /venv && . /venv/bin/activate && pip install numpy\n",
            "COPY --from=b /venv /venv\n",
            "RUN python -m venv /venv && /venv/bin/pip install numpy\n",
        ),
    ],
)
def test_python(install: str, copy: str, expected: str) -> None:
    build = f"FROM python:3.12-bookworm AS b\n{install}"
    assert repaired(f"{build}{MUSL_PYTHON}{copy}", "reinstall-packages") == f"{build}{MUSL_PYTHON}{expected}"


TOOLS = "FROM debian:12-slim AS b\nRUN apt-get update && apt-get install -y jq libpq5\nFROM alpine:3.20\n"


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("COPY --from=b /usr/bin/jq /usr/bin/\n", "RUN apk add --no-cache jq\n"),
        ("copy --from=b /usr/bin/jq /usr/local/bin/jq\n", "run apk add --no-cache jq\n"),
        ("COPY --from=b /usr/lib/x86_64-linux-gnu/libpq.so.5 /usr/lib/\n", "RUN apk add --no-cache libpq\n"),
    ],
)
def test_a_package_instead_of_its_files(copy: str, expected: str) -> None:
    assert repaired(f"{TOOLS}{copy}", "install-instead") == f"{TOOLS}{expected}"


def test_a_path_that_is_started_is_kept() -> None:
    text = f'{TOOLS}COPY --from=b /usr/bin/jq /opt/jq\nENTRYPOINT ["/opt/jq"]\n'
    assert repaired(text, "install-instead") == text


def test_a_project_that_installs_itself_is_left() -> None:
    text = (
        "FROM python:3.11-slim-bookworm AS b\nWORKDIR /src\nCOPY . .\n"
        "RUN python3 -m venv /venv && /venv/bin/python setup.py install\n"
        "FROM debian:12-slim\nRUN apt-get update && apt-get install -y python3\nCOPY --from=b /venv /venv\n"
    )
    fixes = {one.repair.id: one for one in analyse(text).findings[0].fixes}
    assert fixes["reinstall-packages"].obstacle == "`python` may add to it there"


NODE = "FROM node:20-bookworm AS b\nWORKDIR /app\nCOPY package.json ./\n"
COPIED = "COPY --from=b /app/node_modules ./node_modules\n"


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            "RUN corepack enable\nRUN pnpm add bcrypt\n",
            "COPY --from=b /app/package.json /app/pnpm-lock.yaml /app/\nRUN corepack enable && pnpm add bcrypt\n",
        ),
        (
            "RUN npm install -g pnpm@9 && pnpm add bcrypt\n",
            "COPY --from=b /app/package.json /app/pnpm-lock.yaml /app/\nRUN npm install -g pnpm@9 && pnpm add bcrypt\n",
        ),
        (
            "RUN corepack prepare yarn@4.1.0 --activate && yarn add bcrypt\n",
            (
                "COPY --from=b /app/package.json /app/yarn.lock /app/\n"
                "RUN corepack prepare yarn@4.1.0 --activate && yarn add bcrypt\n"
            ),
        ),
        (
            "RUN npm install prisma @prisma/client\nRUN npx prisma generate\n",
            (
                "COPY --from=b /app/package*.json /app/\nCOPY --from=b /app/prisma /app/prisma\n"
                "RUN npm install prisma @prisma/client && npx prisma generate\n"
            ),
        ),
    ],
)
def test_what_goes_with_an_installation(build: str, expected: str) -> None:
    before, after = f"{NODE}{build}{MUSL_NODE}{COPIED}", f"{NODE}{build}{MUSL_NODE}{expected}"
    install = "RUN apk add --no-cache openssl\n" if "prisma" in build else ""
    assert repaired(before, "reinstall-packages") == after.replace(
        "node:20-alpine3.20\n", f"node:20-alpine3.20\n{install}"
    )


@pytest.mark.parametrize(
    ("build", "runtime", "obstacle"),
    [
        ("RUN pnpm add bcrypt\n", "", "how `pnpm` came to the builder is not known"),
        ("RUN npm install bcrypt\n", "USER node\n", "the stage runs as another USER there"),
        ("RUN npm install bcrypt && npx node-gyp rebuild\n", "", "the project compiles an add-on of its own"),
    ],
)
def test_an_installation_that_cannot_be_repeated(build: str, runtime: str, obstacle: str) -> None:
    findings = analyse(f"{NODE}{build}{MUSL_NODE}{runtime}{COPIED}").findings
    fixes = {one.repair.id: one for one in findings[0].fixes}
    assert fixes["reinstall-packages"].obstacle == obstacle


def test_a_language_of_which_no_packages_are_recorded() -> None:
    text = (
        "FROM golang:1.22 AS b\nRUN apk add luarocks5.1 gcc && luarocks-5.1 install --tree /rocks lua-cjson\n"
        "FROM alpine:3.20\nCOPY --from=b /rocks /rocks\n"
    )
    (finding,) = analyse(text).findings
    assert "move-builder" in [one.repair.id for one in finding.fixes]
