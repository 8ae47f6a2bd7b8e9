"""Text made into HTML: every text of a file goes through here."""

import os
from html import escape

from dfix.report.escape import harmless


def text(shown: str) -> str:
    """Any text as HTML, also in an attribute; control and direction characters become visible."""
    return escape(harmless(shown))


def prose(message: str) -> str:
    """A message of dfix: what it puts between backquotes is code."""
    parts = message.split("`")
    if len(parts) % 2 == 0:
        return text(message)
    return "".join(f"<code>{text(part)}</code>" if at % 2 else text(part) for at, part in enumerate(parts))


def attribute(value: str) -> str:
    """A text that a script gets back exactly, as a string of JSON: no character of it can be shown or lost."""
    from dfix.report.escape import json_text

    return escape(json_text(value, None))


def file_text(name: str) -> str:
    """The style or the script of the page."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()
