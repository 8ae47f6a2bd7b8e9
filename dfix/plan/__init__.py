"""Stages, their bases and variables, and which stage reads which.

Does not know what commands do. Start with ``build.py``.
"""

from dfix.plan.build import Build, BuildError, BuildOptions, LimitError, plan
from dfix.plan.scope import Scope
from dfix.plan.stage import Base, ImageBase, Scratch, Stage, StageBase

__all__ = [
    "Base",
    "Build",
    "BuildError",
    "BuildOptions",
    "ImageBase",
    "LimitError",
    "Scope",
    "Scratch",
    "Stage",
    "StageBase",
    "plan",
]
