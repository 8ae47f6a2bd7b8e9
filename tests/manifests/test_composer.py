"""composer.json and composer.lock."""

import pytest

from dfix.manifests.composer import composer
from dfix.manifests.listed import Listed
from tests.makers.manifest import reader

JSON = '{"require": {"php": "^8", "Monolog/Monolog": "*"}, "require-dev": {"phpunit/phpunit": "*"}}'
LOCK = '{"packages": [{"name": "monolog/monolog"}, 3], "packages-dev": [{"name": "phpunit/phpunit"}]}'


@pytest.mark.parametrize(
    ("files", "production", "expected"),
    [
        ({}, False, None),
        ({"composer.json": JSON}, True, Listed(("php", "monolog/monolog"), False)),
        ({"composer.json": JSON}, False, Listed(("php", "monolog/monolog", "phpunit/phpunit"), False)),
        ({"composer.lock": LOCK.replace(", 3", "")}, False, Listed(("monolog/monolog", "phpunit/phpunit"), True)),
        ({"composer.json": JSON, "composer.lock": LOCK}, True, Listed(("monolog/monolog",), True)),
        ({"composer.json": "[", "composer.lock": "[" * 9_999}, False, Listed((), False)),
    ],
)
def test_packages(files: dict[str, str], production: bool, expected: Listed | None) -> None:
    assert composer(reader(files), "/app", production=production) == expected
