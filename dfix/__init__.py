"""dfix: will every file that a Docker build stage receives be able to run where it lands?

``analyse`` tells, ``fix`` repairs. Both take the bytes of one Dockerfile and touch nothing else.
"""

from dfix.engine import Analysis, FixResult, Options, Refusal, analyse, fix
from dfix.findings import Applicability, Confidence, Family, Finding, Fix, Severity
from dfix.plan import BuildError, BuildOptions

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Applicability",
    "BuildError",
    "BuildOptions",
    "Confidence",
    "Family",
    "Finding",
    "Fix",
    "FixResult",
    "Options",
    "Refusal",
    "Severity",
    "analyse",
    "fix",
]
