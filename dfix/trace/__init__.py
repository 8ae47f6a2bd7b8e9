"""What each stage holds: ABIs, artifacts with their provenance, and what commands do to them.

Knows nothing of rules or output. Start with ``interpret.py``; one toolchain a file stands under
``commands/``.
"""

from dfix.trace.artifact import Abi, Artifact, Kind, Linkage, Place
from dfix.trace.interpret import trace
from dfix.trace.loader import Loader
from dfix.trace.root import Answer, Root
from dfix.trace.stage_trace import StageTrace, Trace

__all__ = [
    "Abi",
    "Answer",
    "Artifact",
    "Kind",
    "Linkage",
    "Loader",
    "Place",
    "Root",
    "StageTrace",
    "Trace",
    "trace",
]
