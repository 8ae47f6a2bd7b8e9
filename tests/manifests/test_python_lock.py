"""uv.lock, poetry.lock, pdm.lock: what is installed of them, and what its wheels are."""

import pytest

from dfix.manifests.python_lock import Choice, pipfile_lock, python_lock
from tests.makers.manifest import reader

PURE = '{ url = "https://x/{}-1-py3-none-any.whl", hash = "y" }'
NATIVE = '{ url = "https://x/{}-1-cp312-cp312-musllinux_1_2_x86_64.whl", hash = "y" }'


def locked(name: str, *lines: str, native: bool = False, after: str = "") -> str:
    """One package of a lock file."""
    wheel = (NATIVE if native else PURE).replace("{}", name)
    return "\n".join(["[[package]]", f'name = "{name}"', *lines, "wheels = [", f"    {wheel},", "]", after, ""])


UV = "\n".join(
    [
        '[[package]]\nname = "own"\nsource = { editable = "." }',
        'dependencies = [\n    { name = "web", extra = ["fast"] },',
        """    { name = "pywin32", marker = "sys_platform == 'win32'" },\n]\n""",
        '[package.optional-dependencies]\npost = [\n    { name = "psycopg2" },\n]\n',
        '[package.dev-dependencies]\ndev = [\n    { name = "coverage" },\n]\ndocs = [\n    { name = "sphinx" },\n]\n',
        locked("web", after='[package.optional-dependencies]\nfast = [\n    { name = "uvloop" },\n]\n'),
        locked("uvloop", native=True),
        locked("coverage", native=True),
        locked("sphinx"),
        locked("psycopg2", native=True),
        locked("pywin32"),
        '[[package]]\nname = "other"\nsource = { editable = "other" }\ndependencies = [\n    { name = "psycopg2" },\n]\n',
    ]
)
GROUPED = "\n".join(
    [
        locked("web", 'groups = ["main"]', "optional = false"),
        locked("uvloop", 'groups = ["main"]', "optional = true", native=True),
        locked("coverage", 'groups = ["dev"]', "optional = false", native=True),
        locked("both", 'groups = ["main", "dev"]', "optional = false"),
    ]
)
# Poetry 1.5 to 1.8 write no groups.
UNGROUPED = "\n".join(
    [
        locked(
            "web",
            "optional = false",
            after="[package.dependencies]\nUvloop = {version = '>1', optional = true}\nh11 = '1'\n"
            "[package.extras]\nstandard = ['uvloop (>1)']\n".replace("'", '"'),
        ),
        locked("h11", "optional = false"),
        locked("uvloop", "optional = false", native=True),
        locked("coverage", "optional = false", native=True),
    ]
)
PROJECT = '[tool.poetry.dependencies]\npython = "^3"\nweb = {}\n[tool.poetry.group.dev.dependencies]\ncoverage = "*"\n'
PLAIN, WITH_EXTRA = PROJECT.replace("{}", '"*"'), PROJECT.replace("{}", '{version = "*", extras = ["standard"]}')
STANDARD = '[project]\ndependencies = ["web [standard]>1"]\n[tool.poetry.group.dev.dependencies]\ncoverage = "*"\n'
ONLY_MAIN = Choice(only=frozenset({"main"}))
NO_DEV = Choice(without=frozenset({"dev"}))


@pytest.mark.parametrize(
    ("files", "wanted", "expected"),
    [
        ({"uv.lock": UV}, Choice(), "coverage uvloop web"),
        ({"uv.lock": UV}, NO_DEV, "uvloop web"),
        ({"uv.lock": UV}, Choice(also=frozenset({"docs"})), "coverage sphinx uvloop web"),
        ({"uv.lock": UV}, Choice(only=frozenset({"docs"})), "sphinx"),
        ({"uv.lock": UV}, Choice(without=frozenset({"dev"}), extras=frozenset({"post"})), "psycopg2 uvloop web"),
        ({"uv.lock": UV}, Choice(without=frozenset({"dev"}), every_extra=True), "psycopg2 uvloop web"),
        ({"uv.lock": UV, "pyproject.toml": "default-groups = 'all'"}, Choice(), "coverage sphinx uvloop web"),
        ({"poetry.lock": GROUPED}, Choice(), "both coverage web"),
        ({"poetry.lock": GROUPED}, NO_DEV, "both web"),
        ({"poetry.lock": GROUPED}, ONLY_MAIN, "both web"),
        ({"poetry.lock": GROUPED}, Choice(extras=frozenset({"x"})), None),
        ({"pdm.lock": GROUPED.replace('"main"', '"default"')}, ONLY_MAIN, "both web"),
        ({"poetry.lock": GROUPED.replace('groups = ["main"]', 'category = "main"')}, ONLY_MAIN, "both web"),
        ({"poetry.lock": UNGROUPED}, Choice(), "coverage h11 uvloop web"),
        ({"poetry.lock": UNGROUPED}, ONLY_MAIN, None),
        ({"poetry.lock": UNGROUPED, "pyproject.toml": PLAIN}, ONLY_MAIN, "h11 web"),
        ({"poetry.lock": UNGROUPED, "pyproject.toml": PLAIN}, NO_DEV, "h11 web"),
        ({"poetry.lock": UNGROUPED, "pyproject.toml": WITH_EXTRA}, ONLY_MAIN, "h11 uvloop web"),
        ({"poetry.lock": UNGROUPED, "pyproject.toml": STANDARD}, ONLY_MAIN, "h11 uvloop web"),
        ({"poetry.lock": UNGROUPED, "pyproject.toml": PLAIN}, Choice(only=frozenset({"unheard"})), None),
        ({}, Choice(), None),
    ],
)
def test_what_is_installed(files: dict[str, str], wanted: Choice, expected: str | None) -> None:
    found = python_lock(reader(files), "/app", wanted)
    assert (None if found is None else " ".join(sorted(found.names))) == expected


def test_wheels_tell_what_is_native() -> None:
    found = python_lock(reader({"uv.lock": UV}), "/app", Choice())
    assert found
    assert (set(found.native), found.pure, found.complete) == ({"uvloop", "coverage"}, {"web"}, True)


def test_pipfile_lock() -> None:
    found = pipfile_lock(reader({"Pipfile.lock": '{"default": {"Flask": {}}, "develop": {"pytest": {}}}'}), "/app")
    assert found
    assert found.names == ("flask",)
