"""dfix: will every file that a Docker build stage receives be able to run where it lands?

``analyse`` finds, ``fix`` repairs. Both take the bytes of one Dockerfile and touch nothing else.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dfix.engine import Analysis, FixResult, Options, Refusal, analyse, fix
    from dfix.findings import Applicability, Applied, Confidence, Family, Finding, Fix, Severity
    from dfix.plan import BuildError, BuildOptions

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Applicability",
    "Applied",
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


def __getattr__(name: str) -> object:
    """A name of the library, imported at its first use: the command line needs only some of them.

    Raises:
        AttributeError: dfix has no such name.
    """
    if name in __all__:
        from dfix import engine, findings, plan

        for module in (engine, findings, plan):
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
