"""Ruby: Bundler's Gemfile.lock and Gemfile."""

import re

from dfix.manifests.listed import Listed, Read
from dfix.text.pattern import pattern

# A line of a Gemfile outside the groups, whose lines are indented.
ASKED = pattern(r"^gem[ (]{1,4}(['\"])([\w.-]{1,100})\1", re.MULTILINE)
GEM = pattern(r"^ {4}([\w.-]+) \(([^)]*)\)$", re.MULTILINE)


def gems(read: Read, directory: str) -> Listed | None:
    """The gems of a Gemfile.lock, one for a platform comes compiled; without it those that a Gemfile asks for."""
    text = read(f"{directory}/Gemfile.lock")
    if text is None:
        # What these depend on in turn is not known.
        asked = read(f"{directory}/Gemfile")
        names = [name for _, name in ASKED.findall(asked)] if asked else []
        return Listed.of(names, complete=False) if names else None
    found = GEM.findall(text)
    native = [name for name, version in found if re.search(r"-(x86_64|aarch64|arm64|arm)-linux", version)]
    return Listed.of([name for name, _ in found], complete=True, native=native)
