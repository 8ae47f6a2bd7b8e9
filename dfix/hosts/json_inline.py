"""Bake files in JSON: the strings of ``dockerfile-inline``.

Source: RFC 8259, "Strings"; Docker's "Bake file reference".
"""

import json
import re

from dfix.hosts.embedded import Builder, Embedded, Part
from dfix.hosts.error import not_well_formed

MEMBER = re.compile(rb'"dockerfile-inline"\s*:\s*"((?:[^"\\]|\\.)*)"')
PIECE = re.compile(r"\\u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|\\.|[^\\]", re.DOTALL)


def extract(data: bytes) -> list[Embedded]:
    """The inline Dockerfile of each target, in order.

    Raises:
        HostError: it is no JSON.
    """
    if b"dockerfile-inline" not in data:
        return []
    try:
        json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise not_well_formed("JSON", error) from None
    return [_string(match) for match in MEMBER.finditer(data)]


def _string(match: "re.Match[bytes]") -> Embedded:
    builder = Builder()
    owner = builder.part(Part(_write))
    at = match.start(1)
    for piece in PIECE.finditer(match[1].decode("utf-8")):
        width = len(piece[0].encode())
        value: str = json.loads(f'"{piece[0]}"')
        builder.add(value.encode("utf-8", "surrogatepass"), at, at + width, owner)
        at += width
    builder.end = at
    return builder.build(is_sure=True)


def _write(new: str) -> str:
    text = new.encode("latin-1").decode("utf-8", "replace")
    return json.dumps(text, ensure_ascii=False)[1:-1].encode().decode("latin-1")
