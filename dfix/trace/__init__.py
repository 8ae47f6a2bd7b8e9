"""What each stage holds: ABIs, artifacts with their provenance, and what commands do to them.

Knows nothing of rules or output. Start with ``interpreter/build.py``; each toolchain has a file under
``commands/``.
"""

from dfix.trace.interpreter.build import trace
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Abi, Artifact, Kind, Linkage, Place
from dfix.trace.state.loader import Loader
from dfix.trace.state.root import Root

__all__ = [
    "Abi",
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
