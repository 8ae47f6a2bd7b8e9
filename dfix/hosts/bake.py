"""Bake files in HCL: the text from ``dockerfile-inline = <<EOT`` to the word that ends it.

Sources: Docker's "Bake file reference"; HCL's "Template Expressions": ``${}`` is replaced, ``$${``
means ``${``, and ``<<-`` removes the common indentation.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import Embedded
from dfix.hosts.lines import Marks, block, by, regions

OPENS = re.compile(rb"^[ \t]*dockerfile-inline[ \t]*=[ \t]*<<-?[ \t]*(?P<word>[\w-]+)[ \t]*\r?\n$")
TEMPLATE = re.compile(r"\$\$\{|%%\{|\$\{[^}\n]*\}|%\{[^}\n]*\}")


def _means(mark: str) -> str | None:
    return mark[1:] if mark in ("$${", "%%{") else None


MARKS = Marks(by(TEMPLATE), _means, lambda new: new.replace("${", "$${").replace("%{", "%%{"))


def extract(data: bytes) -> list[Embedded]:
    """The inline Dockerfile of each target, in order."""
    return list(_targets(data))


def _targets(data: bytes) -> Iterator[Embedded]:
    for region in regions(data, OPENS, lambda opened, line: line.strip() == opened["word"]):
        margins = [line[: len(line) - len(line.lstrip(b" \t"))] for line in region.body if line.strip()]
        if region.closed:
            yield block(region.body, region.start, min(margins, key=len, default=b""), MARKS, is_sure=True)
