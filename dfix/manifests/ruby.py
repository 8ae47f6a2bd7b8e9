"""Ruby: Bundler's Gemfile.lock."""

import re

from dfix.manifests.listed import Listed, Read
from dfix.text.pattern import pattern

GEM = pattern(r"^ {4}([\w.-]+) \(([^)]*)\)$", re.MULTILINE)


def gems(read: Read, directory: str) -> Listed | None:
    """The gems of a Gemfile.lock; one for a platform comes compiled."""
    text = read(f"{directory}/Gemfile.lock")
    if text is None:
        return None
    found = GEM.findall(text)
    native = [name for name, version in found if re.search(r"-(x86_64|aarch64|arm64|arm)-linux", version)]
    return Listed.of([name for name, _ in found], complete=True, native=native)
