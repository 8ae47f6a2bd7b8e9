"""package.json and its lock files: which packages, whether that is all, which have native parts."""

import json

import pytest

from dfix.manifests.listed import Listed
from dfix.manifests.node import Selection, node, selectors
from tests.makers.manifest import reader

PACKAGE = json.dumps({"dependencies": {"Express": "1"}, "devDependencies": {"jest": "1"}})
LOCK = json.dumps(
    {
        "packages": {
            "": {"name": "x"},
            "node_modules/bcrypt": {"version": "5", "hasInstallScript": True},
            "node_modules/jest": {"dev": True},
            "node_modules/a/node_modules/@b/c": {},
            "node_modules/own": {"link": True},
        }
    }
)
YARN = '# yarn lockfile v1\n\n"@b/c@^1.0.0":\n  version "1"\n\nbcrypt@^5, bcrypt@^5.1:\n  version "5"\n'
PNPM = (
    "lockfileVersion: '9.0'\npackages:\n\n  '@b/c@1.0.0':\n    resolution: {}\n\n  bcrypt@5.1.0:\n    resolution: {}\n"
)
NAMED = json.dumps({"dependencies": {"@b/c": "1"}, "devDependencies": {"jest": "1"}})
YARN_1 = """"@b/c@^1.0.0":
  version "1"
  dependencies:
    bcrypt "^5"
    "@d/e" "^1"
  engines:
    node "1"

"@d/e@^1", "@d/e@^1.1":
  version "1"

bcrypt@^5:
  version "5"
  optionalDependencies:
    "@d/e" "^1"

jest@^1:
  dependencies:
    other "1"

other@1:
  version "1"
"""
PNPM_9 = """importers:

  .:
    dependencies:
      '@b/c':
        specifier: ^1
        version: 1.0.0

packages:

  '@b/c@1.0.0':
    resolution: {}

  bcrypt@5.1.0:
    resolution: {}

snapshots:

  '@b/c@1.0.0(x@1)':
    dependencies:
      bcrypt: 5.1.0
    transitivePeerDependencies:
      - supports-color

  bcrypt@5.1.0: {}

  jest@1.0.0:
    dependencies:
      other: 1.0.0
"""

APP = json.dumps({"name": "root", "workspaces": ["packages/*"], "dependencies": {"express": "1"}})
SERVER = json.dumps({"name": "server", "dependencies": {"bcrypt": "1", "shared": "workspace:*"}})
SHARED = json.dumps({"name": "shared", "dependencies": {"canvas": "1"}, "devDependencies": {"sqlite3": "1"}})
OF_SERVER = {"package.json": APP, "packages/server/package.json": SERVER}
OF_BOTH = {**OF_SERVER, "packages/shared/package.json": SHARED}
WORKSPACE_NPM = json.dumps(
    {
        "packages": {
            "": {"dependencies": {"express": "1"}},
            "packages/server": {"dependencies": {"bcrypt": "1", "shared": "*"}},
            "packages/shared": {"dependencies": {"canvas": "1"}, "devDependencies": {"sqlite3": "1"}},
            "node_modules/server": {"link": True, "resolved": "packages/server"},
            "node_modules/shared": {"link": True, "resolved": "packages/shared"},
            "node_modules/bcrypt": {"dependencies": {"bindings": "1"}, "hasInstallScript": True},
            "node_modules/bcrypt/node_modules/bindings": {"hasInstallScript": True},
            "node_modules/canvas": {"hasInstallScript": True},
            "node_modules/express": {"hasInstallScript": True},
            "node_modules/sqlite3": {"hasInstallScript": True, "dev": True},
        }
    }
)
WORKSPACE_PNPM = """importers:

  .:
    dependencies:
      express:
        specifier: ^1

  packages/server:
    dependencies:
      bcrypt:
        specifier: ^1

  packages/shared:
    dependencies: {}

packages:
  bcrypt@1.0.0:
    resolution: {}
  canvas@1.0.0:
    resolution: {}
  express@1.0.0:
    resolution: {}
  sqlite3@1.0.0:
    resolution: {}
"""
WORKSPACE_YARN = "".join(f'{name}@1:\n  version "1"\n\n' for name in ("bcrypt", "canvas", "express", "sqlite3"))
WORKSPACE_YARN_4 = "".join(
    f'"{name}@workspace:packages/{name}":\n  version: 0\n  resolution: "{name}@workspace:packages/{name}"\n'
    for name in ("server", "shared")
) + WORKSPACE_YARN.replace("@1:", "@npm:1:")
WORKSPACE_BUN = """{
  "lockfileVersion": 1,
  "workspaces": {
    "": {"name": "root", "dependencies": {"express": "1"}},
    "packages/server": {"name": "server", "dependencies": {"bcrypt": "1"}},
    "packages/shared": {"name": "shared", "dependencies": {"canvas": "1"}},
  },
  "packages": {
    "bcrypt": ["bcrypt@1.0.0", "", {"dependencies": {"bindings": "1", "@x/y": "1"}}, "sha512-x"],
    "bcrypt/bindings": ["bindings@1.0.0", "", {}, "sha512-x"],
    "bcrypt/@x/y": ["@x/y@1.0.0", "", {}, "sha512-x"],
    "canvas": ["canvas@1.0.0", "", {}, "sha512-x"],
    "express": ["express@1.0.0", "", {}, "sha512-x"],
    "sqlite3": ["sqlite3@1.0.0", "", {}, "sha512-x"],
  },
}
"""
LOCKS = {
    "package-lock.json": WORKSPACE_NPM,
    "pnpm-lock.yaml": WORKSPACE_PNPM,
    "yarn.lock": WORKSPACE_YARN_4,
    "bun.lock": WORKSPACE_BUN,
}
ALL = {"bcrypt", "canvas", "express", "sqlite3"}


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize(
    ("files", "selection", "expected"),
    [
        (OF_BOTH, Selection(), ALL),
        (OF_BOTH, Selection(production=True), ALL - {"sqlite3"}),
        (OF_SERVER, Selection(), {"bcrypt", "express"}),
        (OF_SERVER, Selection(production=True), {"bcrypt", "express"}),
        (OF_BOTH, Selection(projects=("shared",)), {"canvas", "sqlite3"}),
        (OF_BOTH, Selection(projects=("packages/server",), production=True), {"bcrypt", "canvas"}),
        (OF_BOTH, Selection(projects=("unknown",)), ALL),
    ],
)
def test_projects_that_are_not_there_install_nothing(
    lock: str, files: dict[str, str], selection: Selection, expected: set[str]
) -> None:
    listed = node(reader({**files, lock: LOCKS[lock]}), "/app", selection)
    assert listed is not None
    assert set(listed.names) & ALL == expected
    assert listed.complete


def test_projects_by_the_patterns_of_package_json() -> None:
    names = {"/app/packages": ("server", "README.md")}
    selection = Selection(names=lambda path: names.get(path, ()))
    listed = node(reader({**OF_SERVER, "yarn.lock": WORKSPACE_YARN}), "/app", selection)
    assert listed is not None
    assert set(listed.names) == {"bcrypt", "express"}


def test_all_that_is_fetched() -> None:
    listed = node(reader({"pnpm-lock.yaml": WORKSPACE_PNPM}), "/app", Selection(everything=True))
    assert listed is not None
    assert set(listed.names) == ALL


def test_what_a_project_brings_through_other_packages() -> None:
    for lock in ("package-lock.json", "bun.lock"):
        listed = node(reader({**OF_SERVER, lock: LOCKS[lock]}), "/app", Selection())
        assert listed is not None
        assert "bindings" in listed.names


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["app"], ("app",)),
        (["@x/app...", "./packages/shared"], ("@x/app", "packages/shared")),
        (["{packages/app}"], ("packages/app",)),
        (["...app"], ()),
        (["app", "!other"], ()),
        (["./packages/*"], ()),
        ([], ()),
    ],
)
def test_selectors(words: list[str], expected: tuple[str, ...]) -> None:
    assert selectors(words) == expected


@pytest.mark.parametrize(
    "lock",
    [
        json.dumps({"packages": {"": {}, "p": {}, "/node_modules/".join("a" * 9000): {"dependencies": {"b": "1"}}}}),
        json.dumps({"packages": {f"packages/{number}": {"dependencies": {"a": "1"}} for number in range(50_000)}}),
        json.dumps(
            {"packages": {"": {"dependencies": {"a": "1"}}, "p": {}, "node_modules/a": {"dependencies": {"a": "1"}}}}
        ),
    ],
)
def test_hostile_lock_files_end(lock: str) -> None:
    assert node(reader({"package-lock.json": lock, "package.json": "{}"}), "/app", Selection()) is not None


@pytest.mark.parametrize("text", ["importers:\n" + " " * 500_000, "importers:\n" + "  a:\n" * 100_000])
def test_hostile_importers_end(text: str) -> None:
    assert node(reader({"pnpm-lock.yaml": text, "package.json": "{}"}), "/app", Selection()) is not None


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
        ({"package.json": NAMED, "yarn.lock": YARN_1}, True, Listed(("@b/c", "@d/e", "bcrypt"), True)),
        ({"package.json": NAMED, "pnpm-lock.yaml": PNPM_9}, True, Listed(("@b/c", "bcrypt"), True)),
        ({"package.json": NAMED, "pnpm-lock.yaml": PNPM_9}, False, Listed(("@b/c", "bcrypt", "jest"), True)),
        ({"package.json": "[", "package-lock.json": "[" * 100_000}, False, Listed((), False)),
    ],
)
def test_node(files: dict[str, str], production: bool, expected: Listed | None) -> None:
    assert node(reader(files), "/app", Selection(production=production)) == expected
