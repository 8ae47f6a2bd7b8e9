"""TOML of anybody's, read in bounded time and depth."""

import sys
from collections.abc import Mapping

from dfix.text.pattern import pattern

# The standard reader's time grows with the square of a dotted key's parts; people write a few.
DEEPEST_KEY = 40
PART = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')"
LONG_KEY = pattern(rf"(?<![\w-]){PART}(?:[ \t]*\.[ \t]*{PART}){{{DEEPEST_KEY}}}")


def toml_table(text: str) -> Mapping[str, object]:
    """A document of TOML.

    Raises:
        ValueError: it is none, or nested more deeply than anybody writes; the message says which.
    """
    if LONG_KEY.search(text):
        raise ValueError(f"a key has more than {DEEPEST_KEY} parts")
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        table: Mapping[str, object] = tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return table
