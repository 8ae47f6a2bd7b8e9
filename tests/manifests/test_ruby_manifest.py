"""Gemfile.lock."""

import pytest

from dfix.manifests.listed import Listed
from dfix.manifests.ruby import gems
from tests.makers.manifest import reader


def test_gems() -> None:
    text = (
        "GEM\n  remote: https://x/\n  specs:\n    nokogiri (1.16.0-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.7)\n"
    )
    assert gems(reader({"Gemfile.lock": text}), "/app") == Listed(("nokogiri", "racc"), True, ("nokogiri",))


OF_GROUPS = (
    "GEM\n  specs:\n    a (1)\n      shared (>= 1)\n    b (1)\n      c\n      shared\n    c (1)\n    shared (1)\n"
)


@pytest.mark.parametrize(
    ("gemfile", "without", "expected"),
    [
        ('gem "a"\ngroup :test do\n  gem "b"\nend\n', {"test"}, {"a", "shared"}),
        ('gem "a"\ngroup :test, :development do\n  gem "b"\nend\n', {"test"}, {"a", "b", "c", "shared"}),
        ('gem "a"\ngem "b", "~> 1", group: :test\n', {"test"}, {"a", "shared"}),
        ('gem "a"\ngem "b", groups: [:test, :ci]\n', {"test", "ci"}, {"a", "shared"}),
        ('gem "a"\ngem "b", :group => :test\n', {"test"}, {"a", "shared"}),
        ('gem "a"\ngroup :test do\n  gem "a"\n  gem "b"\nend\n', {"test"}, {"a", "shared"}),
        ('group :test do\n  gem "b"\nend\ngem "a"\ngem "c"\n', {"test"}, {"a", "c", "shared"}),
        ('gemspec\ngem "a"\ngem "b", group: :test\n', {"test"}, {"a", "b", "c", "shared"}),
        ('platforms :ruby do\n  gem "a"\nend\ngroup :test do\n  gem "b"\nend\n', {"test"}, {"a", "shared"}),
        ('gem "a"\ngroup :test do\n  gem "b"\nend\n', set(), {"a", "b", "c", "shared"}),
    ],
)
def test_gems_of_groups_that_are_left_out(gemfile: str, without: set[str], expected: set[str]) -> None:
    listed = gems(reader({"Gemfile": gemfile, "Gemfile.lock": OF_GROUPS}), "/app", frozenset(without))
    assert listed is not None
    assert set(listed.names) == expected


@pytest.mark.parametrize(
    "gemfile", [" " * 150_000, "do " * 60_000, "group :a do\n" * 10_000, "gem 'a', group: [" * 5000]
)
def test_hostile_gemfiles_end(gemfile: str) -> None:
    assert gems(reader({"Gemfile": gemfile, "Gemfile.lock": OF_GROUPS}), "/app", frozenset({"test"})) is not None
