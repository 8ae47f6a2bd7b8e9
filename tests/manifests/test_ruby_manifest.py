"""Gemfile.lock."""

from dfix.manifests.listed import Listed
from dfix.manifests.ruby import gems
from tests.makers.manifest import reader


def test_gems() -> None:
    text = (
        "GEM\n  remote: https://x/\n  specs:\n    nokogiri (1.16.0-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.7)\n"
    )
    assert gems(reader({"Gemfile.lock": text}), "/app") == Listed(("nokogiri", "racc"), True, ("nokogiri",))
