"""package.json and its lock files: which packages, whether that is all, which have native parts."""

import json

import pytest

from dfix.manifests.listed import Listed
from dfix.manifests.node import node
from tests.makers.manifest import reader

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
    assert node(reader(files), "/app", production=production) == expected
