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
    assert node(reader(files), "/app", production=production) == expected
