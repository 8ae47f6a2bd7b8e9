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


def on(*triggers: str, **facts: Any) -> dict[str, Any]:
    """A measured image that does something first in what is built on it."""
    return debian(
        "run",
        **{"libraries": {"libc.so.6": "GLIBC_2.36"}, "packages": {}, "config": {"onbuild": list(triggers)}, **facts},
    )


GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM corp/run:1\nCOPY --from=b /app /app\n"
TRIGGERS: dict[str, tuple[dict[str, Any], str, dict[str, str]]] = {
    "a program is copied": (on("COPY --from=corp/tools:1 /node /usr/bin/node"), 'CMD ["node", "app.js"]', {}),
    "a variable is set": (on("ENV PATH=/opt/bin:/usr/bin", elsewhere={"/opt/bin": "node"}), 'CMD ["node", "app.js"]', {}),
    "anything may come": (on("RUN ./setup"), 'CMD ["node", "app.js"]', {}),
    "a directory is entered": (on("WORKDIR /srv"), 'CMD ["node", "app.js"]', {"DF501": "certain"}),
    "what ONBUILD cannot have": (on("FROM scratch\nRUN x"), 'CMD ["node", "app.js"]', {}),
    "a line within it": (on("ENV A=b\nRUN x"), 'CMD ["node", "app.js"]', {}),
}  # fmt: skip


@pytest.mark.parametrize(("run", "text", "expected"), TRIGGERS.values(), ids=TRIGGERS)
def test_what_onbuild_does_comes_first(run: dict[str, Any], text: str, expected: dict[str, str]) -> None:
    assert found(f"FROM corp/run:1\n{text}\n", run) == expected


def test_what_onbuild_sets_holds_for_the_commands_behind_it() -> None:
    """A cgo build that an ONBUILD ENV makes a static one."""
    text = "FROM corp/go:1 AS b\nCOPY main.go .\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
    go = debian("go", programs={"/usr/bin": "sh gcc apt-get go"})
    assert found(text, go) == {"DF101": "likely"}
    assert found(text, {**go, "config": {"onbuild": ["ENV CGO_ENABLED=0"]}}) == {}
    assert found(text, {**go, "config": {"onbuild": ["ARG CGO_ENABLED=0"]}}) == {}


@pytest.mark.parametrize(("package", "expected"), [("libpq5", {}), ("curl", {"DF105": "likely"})])
def test_what_onbuild_installs_is_there(package: str, expected: dict[str, str]) -> None:
    run = on(f"RUN apt-get update && apt-get install -y {package}")
    assert found(BUILT.format(python="python3", package="psycopg2", more=""), debian("build"), run) == expected


ENTRYPOINTS: dict[str, tuple[list[str], str, dict[str, str]]] = {
    "none": ([], 'CMD ["node", "app.js"]', {"DF501": "certain"}),
    "a program with arguments": (["/usr/bin/serve"], 'CMD ["node", "app.js"]', {}),
    "an init program": (["/sbin/tini", "--"], 'CMD ["node", "app.js"]', {"DF501": "certain"}),
    "the script of official images": (["docker-entrypoint.sh"], 'CMD ["node", "app.js"]', {"DF501": "certain"}),
    "a shell form": (["/usr/bin/serve"], "CMD node app.js", {}),
    "its own": (["/usr/bin/serve"], 'ENTRYPOINT ["node"]', {"DF501": "certain"}),
}


@pytest.mark.parametrize(("entrypoint", "text", "expected"), ENTRYPOINTS.values(), ids=ENTRYPOINTS)
def test_the_entrypoint_is_inherited(entrypoint: list[str], text: str, expected: dict[str, str]) -> None:
    """What CMD says is its arguments."""
    run = debian("run", config={"entrypoint": entrypoint, "cmd": ["x"]})
    assert found(f"FROM corp/run:1\n{text}\n", run) == expected


def test_the_entrypoint_of_a_stage_below_is_inherited() -> None:
    text = 'FROM corp/run:1 AS base\nENTRYPOINT ["serve"]\nFROM base\nCMD ["node", "app.js"]\n'
    assert found(text, debian("run")) == {}


def test_workdir_env_and_shell_are_inherited() -> None:
    """A relative path, a variable that a command reads, and the program that reads RUN."""
    text = "FROM corp/go:1 AS b\nRUN go build -o app .\nFROM alpine:3.20\nCOPY --from=b /srv/app /app\n"
    go = debian("go", programs={"/usr/bin": "sh gcc apt-get go"})
    assert found(text, {**go, "config": {"workdir": "/srv"}}) == {"DF101": "likely"}
    assert found(text, {**go, "config": {"workdir": "/other"}}) == {}
    assert found(text, {**go, "config": {"workdir": "/srv", "env": {"CGO_ENABLED": "0"}}}) == {}
    assert found(text, {**go, "config": {"workdir": "/srv", "shell": ["pwsh", "-c"]}}) == {}


USERS: dict[str, tuple[str, str]] = {
    "root": ("", "FROM corp/run:1\nRUN apt-get"),
    "root by number": ("0:0", "FROM corp/run:1\nRUN apt-get"),
    "another": ("app:staff", "FROM corp/run:1\nUSER root\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*\nUSER app:staff\nCOPY"),
    "no name at all": ("x\nRUN y", "FROM corp/run:1\nRUN apt-get"),
}  # fmt: skip


@pytest.mark.parametrize(("user", "expected"), USERS.values(), ids=USERS)
def test_packages_are_installed_by_root(user: str, expected: str) -> None:
    """Whoever the image runs as runs it afterwards too."""
    text = BUILT.format(python="python3", package="psycopg2", more="")
    known = options(debian("build"), on(config={"user": user}))
    result = dfix.fix(text, known)
    assert expected in result.text
    assert analyse(result.text, known).findings == ()


def test_what_another_user_cannot_do_is_not_repaired_so() -> None:
    """The packages would be installed where only root may write."""
    run = debian("run", "3.9", config={"user": "app"})
    text = BUILT.format(python="python3", package="flask", more="")
    (finding,) = analyse(text, options(debian("build"), run)).findings
    assert {one.repair.id: one.obstacle for one in finding.fixes}[
        "reinstall-packages"
    ] == "the stage runs as another USER there"


REMOVED: dict[str, tuple[str, dict[str, str]]] = {
    "the package of the library": ("RUN apt-get purge -y libpq5", {"DF105": "likely"}),
    "another package": ("RUN apt-get purge -y curl", {}),
    "one on which it depends": ("RUN apt-get purge -y libssl3", {"DF105": "likely"}),
}


@pytest.mark.parametrize(("text", "expected"), REMOVED.values(), ids=REMOVED)
def test_what_is_removed_takes_its_libraries_along(text: str, expected: dict[str, str]) -> None:
    packages = {"libc6": "2.36", "libpq5": "15", "libssl3": "3", "curl": "7"}
    run = debian("run", packages=packages, libraries={"libc.so.6": "GLIBC_2.36", "libpq.so.5": "", "libssl.so.3": ""})
    built = BUILT.format(python="python3", package="psycopg2", more=f"{text}\n")
    assert found(built, debian("build"), run) == expected
