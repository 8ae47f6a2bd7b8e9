"""mix.exs, mix.lock and Distillery's configuration."""

import pytest

from dfix.manifests.mix import brings_erts, locked
from tests.makers.manifest import reader

RELEASES = "  def project do\n    [releases: [app: [{}]]]\n  end\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"mix.exs": "def project do\n"}, True),
        ({"mix.exs": RELEASES.format("include_erts: false, strip_beams: true")}, False),
        ({"mix.exs": RELEASES.format("include_erts: true")}, True),
        ({"mix.exs": RELEASES.format('include_erts: System.get_env("ERTS")')}, None),
        ({"mix.exs": RELEASES.format("include_erts: false") + RELEASES.format("include_erts: true")}, None),
        ({"mix.exs": "# include_erts: false\n"}, True),
        ({"mix.exs": "", "rel/config.exs": "environment :prod do\n  set include_erts: false\nend\n"}, False),
    ],
)
def test_whether_a_release_brings_the_machine(files: dict[str, str], expected: bool | None) -> None:
    assert brings_erts(reader(files), "/app") is expected


def test_locked_packages() -> None:
    text = (
        '%{\n  "bcrypt_elixir": {:hex, :bcrypt_elixir, "3.1.0", "x", [:make], [{:comeonin, "~> 5.3"}], "hexpm"},\n'
        '  "own": {:git, "https://x/own.git", "abc", []},\n}\n'
    )
    found = locked(reader({"mix.lock": text}), "/app")
    assert found
    assert (found.names, found.complete) == (("bcrypt_elixir", "own"), True)
    assert locked(reader({}), "/app") is None
