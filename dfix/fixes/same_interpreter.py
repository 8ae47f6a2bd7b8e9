"""Run on the version of the interpreter that the environment was made with."""

import re
from collections.abc import Iterator

from dfix.findings import Applicability, Change, Fix, Repair
from dfix.fixes.translate.rebase import rebase
from dfix.images import exists
from dfix.trace.landing import Landing
from dfix.trace.result import Trace

SAME_INTERPRETER = Repair(
    "same-interpreter",
    "the runtime's image in the version of the interpreter that the packages were installed with",
    "another version of the interpreter",
    Applicability.UNSAFE,
    Change.RUNTIME,
)


def same_interpreter(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The runtime's image in the version that the environment was made with, where both are official images."""
    environment, runtime = landing.environment, trace.bottom(landing.stage.stage.number)
    if environment is None or environment.version is None or runtime.image is None:
        return
    present = runtime.image.reference
    tag = re.sub(r"^\d+(\.\d+)*", environment.version, present.tag or "latest")
    reference = f"{present.name}:{tag}"
    if present.path.rsplit("/", 1)[-1] == environment.language and exists(reference):
        title = f"run on {environment.language.capitalize()} {environment.version}"
        yield from rebase(trace, runtime, reference, title, SAME_INTERPRETER)
