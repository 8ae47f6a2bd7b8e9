"""Text from a file, made harmless for where it is shown: a terminal, a workflow's log, XML, Markdown."""

import re

from dfix.text.pattern import pattern

# C0 and C1 controls, DEL, the characters that change the direction of text (Unicode TR 36), lone surrogates
# (a file name that is no UTF-8), and what XML and Unicode call no characters.
HARMFUL = pattern(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
# What CommonMark and GitHub read as markup; @ and # would call people and issues.
MARKUP = pattern(r"[\\`*_\[\]<>#|~@$&]")

ANYWHERE = pattern(r"##(\w*)\[")
COMMAND = pattern(r"^([ +-]*)::")


def harmless(text: str) -> str:
    """``text`` with control and direction characters written as escapes; tabs become blanks.

    So is what runners take for a command anywhere in a line of a log: ``##[error]`` (GitHub), ``##vso[…]`` (Azure),
    ``##teamcity[…]``.
    """
    safe = text if text.isascii() and text.isprintable() else HARMFUL.sub(_escape, text.replace("\t", "    "))
    return ANYWHERE.sub(r"#\\x23\1[", safe) if "##" in safe else safe


def json_text(value: object, indent: int | None = 2) -> str:
    """A value as JSON in ASCII; nothing in it is a command to a runner, should a log show it."""
    import json

    return ANYWHERE.sub(r"#\\u0023\1[", json.dumps(value, indent=indent))


def address(template: str, code: str) -> str:
    """The address of a rule's page, with all escaped that could end a link in a terminal, in Markdown or in HTML.

    ``template`` has ``{code}`` in it. It may come from a configuration file of anybody's.
    """
    from urllib.parse import quote

    return quote(template.replace("{code}", code).encode("utf-8", "replace"), safe=":/?#@!$&*+,;=%~-._")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def workflow_data(text: str) -> str:
    """The message of a GitHub workflow command (``actions/toolkit``: ``escapeData``)."""
    return "%0A".join(harmless(line).replace("%", "%25") for line in text.split("\n"))


def workflow_property(text: str) -> str:
    """A property of a GitHub workflow command (``escapeProperty``)."""
    return workflow_data(harmless(text)).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """Text in one line of Markdown: what it shows is itself, backticks become code spans no more.

    Numeric references (CommonMark 2.5) cannot be read as markup, in tables neither.
    """
    return MARKUP.sub(lambda match: f"&#{ord(match[0])};", harmless(text))


def code_span(text: str) -> str:
    """Text as code in a line of Markdown, fit for a table: HTML's element, since its references work there."""
    return f"<code>{markdown(text)}</code>" if text else ""


def prose(message: str) -> str:
    """A message of dfix in Markdown: what it puts between backquotes is code, the rest is plain."""
    parts = message.split("`")
    if len(parts) % 2 == 0:
        return markdown(message)
    return "".join(code_span(part) if at % 2 else markdown(part) for at, part in enumerate(parts))


def fenced(text: str, language: str = "") -> str:
    """Lines as a fenced block of Markdown that nothing in them can close.

    A line that a log would take for a workflow command (``::error::``) is broken like one.
    """
    fence = fence_for(text)
    lines = "\n".join(COMMAND.sub(r"\1\\x3a:", harmless(line)) for line in text.split("\n"))
    return f"{fence}{language}\n{lines}\n{fence}"


def fence_for(text: str) -> str:
    """Backquotes that nothing in the text can close."""
    return "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
