"""A part of YAML: mappings, lists, plain and quoted scalars, block scalars, flow lists of scalars.

What it does not read (anchors, tags, flow mappings with nesting, documents) becomes text. Source: YAML 1.2.2.
"""

import re
from typing import TypeAlias

from dfix.text.pattern import pattern

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
PAIR = pattern(r"(\"[^\"]*\"|'[^']*'|[^\s#\"'\[\]{}&*!|>%@`-][^#]*?|[\w.-]+)\s*:(?:\s+(.*)|$)")
BLOCK = pattern(r"[|>][+-]?\d?")
MOST_LINES, DEEPEST = 2_000, 30


def read_yaml(text: str) -> Value:
    """The value that a text says, as far as it is read."""
    lines = [line.rstrip() for line in text.replace("\t", "  ").splitlines()[:MOST_LINES]]
    return _Reader(lines).value(0, 0)


class _Reader:
    """Reads the lines one after another; ``at`` is the next one."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def value(self, least: int, depth: int) -> Value:
        """The mapping, list or scalar at the next line that is indented by ``least`` blanks or more."""
        self._skip()
        if self.at >= len(self.lines) or depth > DEEPEST or _indent(self.lines[self.at]) < least:
            return ""
        line = self.lines[self.at]
        indent = _indent(line)
        if line[indent:].startswith("- ") or line[indent:] == "-":
            return self._list(indent, depth)
        if PAIR.fullmatch(_uncommented(line[indent:])):
            return self._mapping(indent, depth)
        self.at += 1
        return _scalar(line[indent:])

    def _list(self, indent: int, depth: int) -> list[Value]:
        items: list[Value] = []
        while self._is_at(indent) and self.lines[self.at][indent:].startswith("-"):
            rest = self.lines[self.at][indent + 1 :]
            if not rest.strip():
                self.at += 1
                items.append(self.value(indent + 1, depth + 1))
            elif BLOCK.fullmatch(rest.strip()):
                self.at += 1
                items.append(self._block(indent))
            else:
                # What stands behind the hyphen is a value of its own, indented by the hyphen.
                self.lines[self.at] = " " * (indent + 1) + rest
                items.append(self.value(indent + 1, depth + 1))
        return items

    def _mapping(self, indent: int, depth: int) -> dict[str, Value]:
        pairs: dict[str, Value] = {}
        while self._is_at(indent):
            match = PAIR.fullmatch(_uncommented(self.lines[self.at][indent:]))
            if match is None:
                break
            self.at += 1
            key, rest = match[1].strip("\"'"), (match[2] or "").strip()
            if BLOCK.fullmatch(rest):
                pairs[key] = self._block(indent)
            elif rest:
                pairs[key] = _scalar(rest)
            else:
                self._skip()
                is_list = self._is_at(indent) and self.lines[self.at][indent:].startswith("-")
                pairs[key] = self.value(indent if is_list else indent + 1, depth + 1)
        return pairs

    def _block(self, indent: int) -> str:
        """The lines of a block scalar: those that are indented more than its owner."""
        found: list[str] = []
        while self.at < len(self.lines) and (not self.lines[self.at] or _indent(self.lines[self.at]) > indent):
            found.append(self.lines[self.at])
            self.at += 1
        inner = min((_indent(line) for line in found if line), default=0)
        return "\n".join(line[inner:] for line in found).strip("\n")

    def _skip(self) -> None:
        while self.at < len(self.lines) and self.lines[self.at].lstrip()[:1] in ("", "#"):
            self.at += 1

    def _is_at(self, indent: int) -> bool:
        self._skip()
        return self.at < len(self.lines) and _indent(self.lines[self.at]) == indent


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _uncommented(text: str) -> str:
    return re.sub(r"\s+#.*$", "", text) if "#" in text and not text.startswith(("'", '"')) else text


def _scalar(text: str) -> Value:
    text = _uncommented(text.strip())
    if text.startswith("[") and text.endswith("]"):
        return [part.strip().strip("\"'") for part in text[1:-1].split(",") if part.strip()]
    if text.startswith("{") and text.endswith("}") and "{{" not in text:
        pairs = (part.partition(":") for part in text[1:-1].split(",") if ":" in part)
        return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}
    is_quoted = len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]
    return text[1:-1] if is_quoted else text
