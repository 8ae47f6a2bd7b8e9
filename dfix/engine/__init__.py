"""Strings the parts together: text to findings, findings to fixes, and the proof that a fix is one.

Start with ``analysis.py``.
"""

from dfix.engine.analysis import Analysis, Options, analyse, analyse_all
from dfix.engine.repair import Choice, FixResult, Refusal, fix, proved

__all__ = ["Analysis", "Choice", "FixResult", "Options", "Refusal", "analyse", "analyse_all", "fix", "proved"]
