"""Bake files in HCL: ``dockerfile-inline = <<EOT``, up to the word that ends it.

Source: Docker's "Bake file reference"; HCL's "Template Expressions": ``${}`` is replaced, ``$${``
stands for ``${``, and ``<<-`` takes the common indentation away.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import Embedded
from dfix.hosts.lines import Marks, block

OPENS = re.compile(rb"^[ \t]*dockerfile-inline[ \t]*=[ \t]*<<-?[ \t]*(?P<word>[\w-]+)[ \t]*\r?\n$")
TEMPLATE = re.compile(r"\$\$\{|%%\{|\$\{[^}\n]*\}|%\{[^}\n]*\}")


def _means(mark: str) -> str | None:
    return mark[1:] if mark in ("$${", "%%{") else None


MARKS = Marks(TEMPLATE, _means, lambda new: new.replace("${", "$${").replace("%{", "%%{"))


def extract(data: bytes) -> list[Embedded]:
    """The inline Dockerfile of each target, in order."""
    return list(_targets(data.splitlines(keepends=True)))


def _targets(lines: list[bytes]) -> Iterator[Embedded]:
    at = number = 0
    while number < len(lines):
        match = OPENS.match(lines[number])
        at += len(lines[number])
        number += 1
        if match is None:
            continue
        end = next((n for n in range(number, len(lines)) if lines[n].strip() == match["word"]), None)
        if end is None:
            continue
        body = lines[number:end]
        margins = [line[: len(line) - len(line.lstrip(b" \t"))] for line in body if line.strip()]
        yield block(body, at, min(margins, key=len, default=b""), MARKS, is_sure=True)
        at += sum(map(len, body))
        number = end
