"""Runs the parts in order: text to findings, findings to fixes, and the proof of each fix.

Start with ``analysis.py``; ``repair.py`` holds the one repair loop.
"""

from dfix.engine.analysis import Analysis, Options, analyse, analyse_all
from dfix.engine.choice import Batch, Choice, FixKey, Refusal, Refusals, fix_key
from dfix.engine.proof import proved
from dfix.engine.repair import Chooser, Document, FixResult, PlainFile, fix, fix_document

__all__ = [
    "Analysis",
    "Batch",
    "Choice",
    "Chooser",
    "Document",
    "FixKey",
    "FixResult",
    "Options",
    "PlainFile",
    "Refusal",
    "Refusals",
    "analyse",
    "analyse_all",
    "fix",
    "fix_document",
    "fix_key",
    "proved",
]
