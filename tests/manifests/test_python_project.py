"""What a Python project itself says that it depends on."""

import pytest

from dfix.manifests.python_lock import Choice
from dfix.manifests.python_project import declared, pipfile
from tests.makers.manifest import reader

STANDARD = """[project]
dependencies = ["Flask>=2", "pywin32; sys_platform == 'win32'", "psycopg[binary]>=3"]
[project.optional-dependencies]
pdf = ["weasyprint"]
[dependency-groups]
docs = ["sphinx"]
"""
POETRY = """[tool.poetry.dependencies]
python = "^3.12"
flask = "^2"
wand = { version = "^1", optional = true }
pyobjc = { version = "^1", markers = "sys_platform == 'darwin'" }
[tool.poetry.group.dev.dependencies]
pytest = "^8"
[tool.poetry.group.docs]
optional = true
[tool.poetry.group.docs.dependencies]
sphinx = "^7"
"""
DYNAMIC = '[tool.setuptools.dynamic]\ndependencies = {file = ["requirements.in"]}\n'
CONFIGURATION = "[options]\ninstall_requires =\n    flask>=2\n    # a remark\n    lxml\npackages = find:\n"


@pytest.mark.parametrize(
    ("files", "choice", "expected"),
    [
        ({}, Choice(), None),
        ({"pyproject.toml": "[build-system]\n"}, Choice(), None),
        ({"pyproject.toml": STANDARD}, Choice(), ("flask", "psycopg", "psycopg-binary")),
        ({"pyproject.toml": STANDARD}, Choice(extras=frozenset({"pdf"})), ("flask", "psycopg", "psycopg-binary", "weasyprint")),
        ({"pyproject.toml": STANDARD}, Choice(only=frozenset({"docs"}), also=frozenset({"docs"})), ("sphinx",)),
        ({"pyproject.toml": POETRY}, Choice(), ("flask", "pytest")),
        ({"pyproject.toml": POETRY}, Choice(only=frozenset({"main"})), ("flask",)),
        ({"pyproject.toml": POETRY}, Choice(also=frozenset({"docs"})), ("flask", "pytest", "sphinx")),
        ({"pyproject.toml": DYNAMIC, "requirements.in": "flask\n"}, Choice(), ("flask",)),
        ({"setup.py": "setup(install_requires=['flask>=2', 'PySide2'] + more())\n"}, Choice(), None),
        ({"setup.py": "setup(install_requires=['flask>=2', 'PySide2'])\n"}, Choice(), ("flask", "pyside2")),
        ({"setup.cfg": CONFIGURATION}, Choice(), ("flask", "lxml")),
        ({"pyproject.toml": "[project]\ndependencies = 3\n[tool]\npoetry = 4\n"}, Choice(), None),
    ],
)  # fmt: skip
def test_declared(files: dict[str, str], choice: Choice, expected: tuple[str, ...] | None) -> None:
    listed = declared(reader(files), "/app", choice)
    assert (listed and listed.names) == expected
    assert listed is None or not listed.complete


def test_a_pipfile() -> None:
    listed = pipfile(reader({"Pipfile": '[packages]\nflask = "*"\n[dev-packages]\npytest = "*"\n'}), "/app")
    assert listed is not None
    assert listed.names == ("flask",)
    assert pipfile(reader({}), "/app") is None


def test_a_hostile_requirement_is_read_once() -> None:
    manifest = '[project]\ndependencies = ["a' + " " * 5000 + ';\\nb"]\n'
    listed = declared(reader({"pyproject.toml": manifest}), "/app", Choice())
    assert listed is not None
    assert listed.names == ("a",)
