"""What an analysis makes of measured images: how sure findings are, what is inherited, what repairs are offered."""

from typing import Any

import pytest

import dfix
from dfix.engine import Options, analyse
from dfix.images.lock import Lock, Locked
from dfix.plan import BuildOptions

GLIBC = {"glibc": {"version": "2.36", "loader": "/lib64/ld-linux-x86-64.so.2"}}
MUSL = {"musl": {"version": "1.2.5", "loader": "/lib/ld-musl-x86_64.so.1"}}


def debian(name: str, python: str = "3.11", at: str = "/usr/bin", **facts: Any) -> dict[str, Any]:
    """A measured Debian with Python."""
    return {
        "image": f"corp/{name}:1",
        "platform": "linux/amd64",
        "os": {"id": "debian", "version": "12"},
        "libc": GLIBC,
        "libraries": {"libc.so.6": "GLIBC_2.36", "ld-linux-x86-64.so.2": "", "libpq.so.5": ""},
        "packages": {"libc6": "2.36", "libpq5": "15"},
        "programs": {at: f"python3 python{python}", "/bin": "sh bash apt-get"},
        "versions": {"python3": python},
        "manager": "apt-get",
        "ldconfig": "real",
        **facts,
    }


def options(*entries: dict[str, Any]) -> Options:
    return Options(BuildOptions(lock=Lock("dfix.lock", tuple(map(Locked, entries)), {})))


def found(text: str, *entries: dict[str, Any]) -> dict[str, str]:
    """The confidence of each finding, by its code."""
    return {one.code: one.confidence.word for one in analyse(text, options(*entries)).findings}


BUILT = "FROM corp/build:1 AS b\nRUN {python} -m venv /venv\nRUN /venv/bin/pip install {package}\nFROM corp/run:1\n{more}COPY --from=b /venv /venv\n"
SECOND = {"/usr/bin": "python3.11"}
VERSIONS: dict[str, tuple[dict[str, Any], dict[str, str], dict[str, str]]] = {
    "the same version": (debian("run"), {}, {}),
    "another version": (debian("run", "3.9"), {}, {"DF202": "certain"}),
    "packages without native parts": (debian("run", "3.9"), {"package": "flask"}, {"DF202": "certain"}),
    "a variable leads to the packages": (debian("run", "3.9"), {"more": "ENV PYTHONPATH=/venv/lib/python3.11/site-packages\n"}, {"DF202": "likely"}),
    "another version is installed": (debian("run", "3.9"), {"more": "RUN apt-get install -y python3.11\n"}, {"DF202": "certain"}),
    "the builder's version beside it": (debian("run", "3.9", programs={"/usr/bin": "python3 python3.9 python3.11"}), {"python": "python3.11"}, {}),
    "another one comes first on PATH": (debian("run", "3.12", "/usr/local/bin", elsewhere={"/usr/bin": "python3"}), {}, {}),
    "another one at another path": (debian("run", "3.12", "/usr/local/bin"), {}, {"DF202": "certain"}),
}  # fmt: skip


@pytest.mark.parametrize(("run", "words", "expected"), VERSIONS.values(), ids=VERSIONS)
def test_a_virtual_environment_on_another_python(
    run: dict[str, Any], words: dict[str, str], expected: dict[str, str]
) -> None:
    """The version is measured on both sides, and what decides about its packages does not matter."""
    text = BUILT.format(**{"python": "python3", "package": "psycopg2", "more": "", **words})
    assert found(text, debian("build"), run) == expected


COMPILERS = {"programs": {"/usr/bin": "python3 python3.9 sh apt-get gcc"}}
REPAIRS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no build is published, no compiler": (debian("run", "3.9"), "psycopg2", "FROM corp/build:1\nCOPY"),
    "no build is published": (debian("run", "3.9", **COMPILERS), "psycopg2", "RUN python3 -m venv /venv && /venv/bin/pip install psycopg2"),
    "wheels": (debian("run", "3.9"), "psycopg2-binary", "RUN python3 -m venv /venv && /venv/bin/pip install psycopg2-binary"),
}  # fmt: skip


@pytest.mark.parametrize(("run", "package", "repaired"), REPAIRS.values(), ids=REPAIRS)
def test_the_repair_that_comes_first(run: dict[str, Any], package: str, repaired: str) -> None:
    """Nothing is compiled where no compiler is; the image that the packages were installed in has all of them."""
    text = BUILT.format(python="python3", package=package, more="")
    known = options(debian("build"), run)
    result = dfix.fix(text, known, dfix.Applicability.UNSAFE)
    assert repaired in result.text
    assert analyse(result.text, known).findings == ()
