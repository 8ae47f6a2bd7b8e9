"""Manifests and lock files: which packages, whether that is all, which have native parts."""

import json
from collections.abc import Callable, Mapping

import pytest

from dfix.context import manifests
from dfix.context.manifests import Listed


def reader(files: Mapping[str, str]) -> Callable[[str], "str | None"]:
    return lambda name: files.get(name.removeprefix("/app/"))


PACKAGE = json.dumps({"dependencies": {"Express": "1"}, "devDependencies": {"jest": "1"}})
LOCK = json.dumps(
    {
        "packages": {
            "": {"name": "x"},
            "node_modules/bcrypt": {"version": "5", "hasInstallScript": True},
            "node_modules/jest": {"dev": True},
            "node_modules/a/node_modules/@b/c": {},
            "packages/own": {"link": True},
        }
    }
)
YARN = '# yarn lockfile v1\n\n"@b/c@^1.0.0":\n  version "1"\n\nbcrypt@^5, bcrypt@^5.1:\n  version "5"\n'
PNPM = (
    "lockfileVersion: '9.0'\npackages:\n\n  '@b/c@1.0.0':\n    resolution: {}\n\n  bcrypt@5.1.0:\n    resolution: {}\n"
)


@pytest.mark.parametrize(
    ("files", "production", "expected"),
    [
        ({}, False, None),
        ({"package.json": PACKAGE}, False, Listed(("express", "jest"), False)),
        ({"package.json": PACKAGE}, True, Listed(("express",), False)),
        ({"package.json": '{"name": "x"}'}, True, Listed((), True)),
        (
            {"package.json": PACKAGE, "package-lock.json": LOCK},
            False,
            Listed(("bcrypt", "jest", "@b/c"), True, (), frozenset({"jest", "@b/c"})),
        ),
        ({"package-lock.json": LOCK}, True, Listed(("bcrypt", "@b/c"), True, (), frozenset({"@b/c"}))),
        ({"package.json": "{}", "yarn.lock": YARN}, False, Listed(("@b/c", "bcrypt"), True)),
        ({"package.json": "{}", "pnpm-lock.yaml": PNPM}, False, Listed(("@b/c", "bcrypt"), True)),
        ({"package.json": PACKAGE, "yarn.lock": YARN}, True, Listed(("express",), False)),
        ({"package.json": "[", "package-lock.json": "[" * 100_000}, False, Listed((), False)),
    ],
)
def test_node(files: dict[str, str], production: bool, expected: Listed | None) -> None:
    assert manifests.node(reader(files), "/app", production=production) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flask==2\n# x\nnumpy>=1 ; python_version > '3' # y\n", Listed(("flask", "numpy"), False)),
        ("flask==2 \\\n    --hash=sha256:abc\n", Listed(("flask",), True)),
        ("flask==2\n    # via x\n", Listed(("flask",), True)),
        ("-r more.txt\n-c constraints.txt\n--index-url x\n", Listed(("lxml",), False)),
        ("uvicorn[standard]\n", Listed(("uvicorn",), False)),
        ("pkg @ https://x/y.whl\n", Listed(("pkg",), False)),
        ("./local\n", None),
        ("git+https://x/y\n", None),
        ("-r requirements.txt\n", None),
    ],
)
def test_requirements(text: str, expected: Listed | None) -> None:
    files = {"requirements.txt": text, "more.txt": "lxml\n"}
    assert manifests.requirements(reader(files), ["/app/requirements.txt"]) == expected


UV = """\
version = 1

[[package]]
name = "own"
source = { editable = "." }
dependencies = [
    { name = "numpy" },
    { name = "click" },
]

[package.dev-dependencies]
dev = [
    { name = "coverage" },
]

[[package]]
name = "click"
wheels = [
    { url = "https://x/click-8-py3-none-any.whl", hash = "y" },
]

[[package]]
name = "coverage"
wheels = [
    { url = "https://x/coverage-7-cp312-cp312-manylinux_2_17_x86_64.whl", hash = "y" },
    { url = "https://x/coverage-7-py3-none-any.whl", hash = "y" },
]

[[package]]
name = "numpy"
wheels = [
    { url = "https://x/numpy-2-cp312-cp312-musllinux_1_2_x86_64.whl", hash = "y" },
]
"""


def test_uv() -> None:
    found = manifests.python_lock(reader({"uv.lock": UV}), "/app", production=False)
    assert found == Listed(("click", "coverage", "numpy"), True, ("coverage", "numpy"), frozenset({"click"}))
    found = manifests.python_lock(reader({"uv.lock": UV}), "/app", production=True)
    assert found
    assert (set(found.names), found.native) == ({"click", "numpy"}, ("numpy",))


def test_gems() -> None:
    text = (
        "GEM\n  remote: https://x/\n  specs:\n    nokogiri (1.16.0-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.7)\n"
    )
    assert manifests.gems(reader({"Gemfile.lock": text}), "/app") == Listed(("nokogiri", "racc"), True, ("nokogiri",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from setuptools import setup\nsetup(name='x')\n", False),
        ("import setuptools\nsetuptools.setup(name='x', ext_modules=[])\n", False),
        ("from setuptools import setup, Extension\nsetup(ext_modules=[Extension('a', ['a.c'])])\n", True),
        ("from Cython.Build import cythonize\nx = cythonize('a.pyx')\nsetup(**x)\n", True),
        ("from setuptools import setup\nsetup(rust_extensions=y)\n", True),
        ("from setuptools import setup\nsetup(cffi_modules=['b.py:ffi'])\n", True),
        ("from setuptools import setup\nsetup(**options)\n", None),
        ("raise SystemExit\n", None),
        ("setup(\n", None),
        ("import os\nos.system('touch ran')\n", None),
    ],
)
def test_setup_py_is_read_and_not_run(text: str, expected: bool | None) -> None:
    assert manifests.has_extensions(text) is expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"pyproject.toml": '[build-system]\nbuild-backend = "hatchling.build"\n'}, False),
        ({"pyproject.toml": '[build-system]\nbuild-backend = "maturin"\n'}, True),
        ({"pyproject.toml": '[build-system]\nrequires = ["setuptools", "Cython>=3"]\n'}, True),
        ({"pyproject.toml": "", "setup.py": "setup(ext_modules=x)"}, True),
    ],
)
def test_the_project_itself(files: dict[str, str], expected: bool | None) -> None:
    assert manifests.project_compiles(reader(files), "/app") is expected
