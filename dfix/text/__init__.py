"""Text and places in it: bytes, spans, edits, diffs, wildcards, paths.

Nothing in here knows Docker. Start with ``source.py``.
"""

from dfix.text.edit import Edit, apply_edits, fits, merged
from dfix.text.logical import LogicalText
from dfix.text.source import UNKNOWN_TEXT, Position, Source, Unit, byte_text, lowered, readable
from dfix.text.span import Span

__all__ = [
    "UNKNOWN_TEXT",
    "Edit",
    "LogicalText",
    "Position",
    "Source",
    "Span",
    "Unit",
    "apply_edits",
    "byte_text",
    "fits",
    "lowered",
    "merged",
    "readable",
]
