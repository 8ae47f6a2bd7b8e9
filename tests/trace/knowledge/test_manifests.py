"""The same Dockerfile with and without its context: a possible finding becomes likely, or vanishes."""

import json
from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder

NODE = """\
FROM node:20 AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci
FROM node:20-alpine3.20
COPY --from=build /app/node_modules /app/node_modules
"""
PIP = """\
FROM python:3.12 AS build
WORKDIR /app
COPY requirements.txt .
RUN pip install --prefix=/install -r requirements.txt
FROM python:3.12-alpine3.20
COPY --from=build /install /usr/local
"""
SETUP = PIP.replace("COPY requirements.txt .", "COPY . .").replace("-r requirements.txt", ".")
UV = """\
FROM python:3.12 AS build
WORKDIR /app
RUN --mount=type=bind,source=uv.lock,target=uv.lock uv sync --frozen --no-dev
FROM python:3.12-alpine3.20
COPY --from=build /app/.venv /app/.venv
"""
RUBY = """\
FROM ruby:3.3 AS build
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
FROM ruby:3.3-alpine
COPY --from=build /usr/local/bundle /usr/local/bundle
"""


def lock(*names: str) -> str:
    return json.dumps({"packages": {f"node_modules/{name}": {} for name in names}})


def wheel(name: str, tag: str) -> str:
    return f'[[package]]\nname = "{name}"\nwheels = [\n    {{ url = "https://x/{name}-1-{tag}.whl" }},\n]\n'


DEV_LOCK = json.dumps({"packages": {"node_modules/express": {}, "node_modules/bcrypt": {"dev": True}}})
OWN = '[[package]]\nname = "own"\nsource = { virtual = "." }\ndependencies = [\n    { name = "orjson" },\n]\n'


@pytest.mark.parametrize(
    ("text", "files", "expected"),
    [
        (NODE, {}, "possible"),
        (NODE, {"package-lock.json": lock("express", "bcrypt")}, "likely"),
        (NODE, {"package-lock.json": lock("express", "debug")}, None),
        (NODE, {"package.json": '{"dependencies": {"bcrypt": "1"}}'}, "likely"),
        (NODE, {"package.json": '{"dependencies": {"express": "1"}}'}, "possible"),
        (NODE, {"package.json": '{"devDependencies": {"bcrypt": "1"}}'}, "likely"),
        (NODE.replace("npm ci", "npm ci --omit=dev"), {"package.json": '{"devDependencies": {"bcrypt": "1"}}'}, None),
        (
            NODE.replace("npm ci", "npm install left-pad"),
            {"package.json": '{"dependencies": {"bcrypt": "1"}}'},
            "likely",
        ),
        (NODE.replace("npm ci", "npm ci\nRUN npm i left-pad"), {"package-lock.json": lock("bcrypt")}, "likely"),
        (NODE.replace("npm ci", "npm ci --omit=dev\nRUN npm i left-pad"), {"package-lock.json": DEV_LOCK}, "possible"),
        (NODE.replace("RUN", "ENV NPM_CONFIG_OMIT=dev\nRUN"), {"package-lock.json": DEV_LOCK}, None),
        (NODE.replace("RUN", "ENV NODE_ENV=production\nRUN"), {"package-lock.json": DEV_LOCK}, None),
        (
            NODE.replace("RUN npm ci", "ENV NODE_ENV=production\nRUN npm ci --include=dev"),
            {"package-lock.json": DEV_LOCK},
            "likely",
        ),
        (PIP, {}, "possible"),
        (PIP, {"requirements.txt": "numpy\n"}, "likely"),
        (PIP, {"requirements.txt": "flask\n"}, "possible"),
        (PIP, {"requirements.txt": "click==8 --hash=sha256:a\n"}, None),
        (SETUP, {"setup.py": "from setuptools import setup\nsetup(ext_modules=[1])\n"}, "likely"),
        (SETUP, {"setup.py": "from setuptools import setup\nsetup(name='x')\n"}, "possible"),
        (UV, {}, "possible"),
        (UV, {"uv.lock": OWN + wheel("orjson", "cp312-cp312-manylinux_2_17_x86_64")}, "likely"),
        (UV, {"uv.lock": OWN + wheel("orjson", "py3-none-any")}, None),
        (UV, {"uv.lock": OWN + wheel("orjson", "py3-none-any") + wheel("ruff", "py3-none-manylinux_x")}, None),
        (RUBY, {"Gemfile.lock": "GEM\n  specs:\n    nokogiri (1.16.0-x86_64-linux)\n"}, "likely"),
        (RUBY, {"Gemfile.lock": "GEM\n  specs:\n    rack (3.0)\n"}, None),
    ],
)
def test_confidence(text: str, files: dict[str, str], expected: str | None, tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    options = Options(min_confidence=Confidence.POSSIBLE, context=Folder(str(tmp_path)), select=("DF201",))
    assert [one.confidence.word for one in analyse(text, options).findings] == ([expected] if expected else [])


REBUILD = """\
FROM node:20-bookworm AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci
RUN npm rebuild canvas --build-from-source
FROM node:20-bookworm-slim
COPY --from=build /app/node_modules /app/node_modules
"""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (REBUILD, 1),
        (REBUILD.replace(" --build-from-source", ""), 0),
        (REBUILD.replace(" canvas", ""), 1),
        (REBUILD.replace(" canvas", " sharp"), 0),
        (REBUILD.replace("--build-from-source", "--build-from-source=canvas"), 1),
        (
            REBUILD.replace(
                "RUN npm ci\nRUN npm rebuild canvas --build", "RUN npm_config_build_from_source=true npm ci #"
            ),
            1,
        ),
        (
            REBUILD.replace(
                "RUN npm ci\nRUN npm rebuild canvas --build", "RUN npm_config_build_from_source=sharp npm ci #"
            ),
            0,
        ),
    ],
)
def test_addons_that_are_built_from_source(text: str, count: int, tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text(lock("canvas", "express"))
    options = Options(context=Folder(str(tmp_path)), select=("DF105",))
    assert len(analyse(text, options).findings) == count


AGAIN = NODE + "WORKDIR /app\nRUN npm rebuild\n"
GEMS = """\
FROM ruby:3.3 AS build
WORKDIR /app
COPY . .
ENV BUNDLE_DEPLOYMENT=1
RUN bundle install
FROM ruby:3.3-alpine
COPY --from=build /app /app
"""
GEMFILE = "gem 'rack'\ngroup :development, :test do\n  gem 'nokogiri'\nend\n"
LOCKED = "GEM\n  specs:\n    nokogiri (1.16.0)\n    rack (3.0)\n"


@pytest.mark.parametrize(
    ("text", "files", "count"),
    [
        (AGAIN, {"package-lock.json": lock("bcrypt")}, 0),
        (AGAIN + "RUN npm install left-pad\n", {"package-lock.json": lock("bcrypt")}, 0),
        (AGAIN.replace("rebuild", "ci"), {"package-lock.json": lock("bcrypt")}, 0),
        (AGAIN.replace("rebuild", "rebuild bcrypt"), {"package-lock.json": lock("bcrypt")}, 0),
        (AGAIN.replace("rebuild", "rebuild bcrypt"), {"package-lock.json": lock("bcrypt", "argon2")}, 1),
        (AGAIN.replace("rebuild", "run build"), {"package-lock.json": lock("bcrypt")}, 1),
        (
            NODE.replace("npm ci", "npm ci && npm i --libc=musl --os=linux sharp"),
            {"package-lock.json": lock("sharp")},
            0,
        ),
        (
            NODE.replace("npm ci", "npm ci && npm i --libc=musl sharp"),
            {"package-lock.json": lock("sharp", "bcrypt")},
            1,
        ),
        (GEMS, {"Gemfile": GEMFILE, "Gemfile.lock": LOCKED}, 1),
        (
            GEMS.replace("RUN", "ENV BUNDLE_WITHOUT=development:test\nRUN"),
            {"Gemfile": GEMFILE, "Gemfile.lock": LOCKED},
            0,
        ),
        (GEMS.replace("RUN", "ENV BUNDLE_WITHOUT=development\nRUN"), {"Gemfile": GEMFILE, "Gemfile.lock": LOCKED}, 1),
        (
            GEMS.replace("RUN", "RUN bundle config set --local without 'development test' &&"),
            {"Gemfile": GEMFILE, "Gemfile.lock": LOCKED},
            0,
        ),
        (GEMS.replace("DEPLOYMENT=1", "DEPLOYMENT=0"), {"Gemfile": GEMFILE, "Gemfile.lock": LOCKED}, 0),
    ],
)
def test_what_stays_of_another_libc(text: str, files: dict[str, str], count: int, tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    options = Options(context=Folder(str(tmp_path)), select=("DF201",))
    assert len(analyse(text, options).findings) == count
