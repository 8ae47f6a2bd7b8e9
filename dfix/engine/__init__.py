"""Runs the parts in order: text to findings, findings to fixes, and the proof of each fix.

Start with ``analysis.py``; ``repair.py`` holds the one repair loop.
"""

from importlib import import_module

from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.engine.analysis import Analysis, analyse, analyse_all
    from dfix.engine.choice import Batch, Choice, FixKey, Refusal, Refusals, fix_key
    from dfix.engine.options import Options
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


def __getattr__(name: str) -> object:
    """A name of the package, imported at its first use: a run without repairs needs few of them.

    Raises:
        AttributeError: the package has no such name.
    """
    if name in __all__:
        for home in ("options", "analysis", "choice", "proof", "repair"):
            module = import_module(f"{__name__}.{home}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
