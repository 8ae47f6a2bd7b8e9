"""Give an interpreter the name under which an environment's scripts call it."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.images.interpreters import Interpreter
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Environment

LINK_INTERPRETER = Repair(
    "link-interpreter",
    "a symbolic link of the interpreter under the path that the environment names",
    "the environment uses the runtime's own interpreter",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
    cure=Confidence.LIKELY,
)


def link_interpreter(trace: Trace, landing: Landing, environment: Environment, here: Interpreter) -> Iterator[Fix]:
    """``RUN ln -s`` after the copy, where both interpreters are of one version and there is a shell."""
    copy, root = landing.copy, landing.stage.root
    has_shell = root.release is not None and root.release.shell is not None
    if copy is None or not has_shell or not here.path or environment.version != here.version:
        return
    if landing.path in ("/usr", "/usr/local") and here.path == "/usr/bin/python3":
        return  # Debian's own Python looks in dist-packages there, and pip puts packages into site-packages.
    title = f"link {here.path} as {environment.interpreter}"
    if not trace.runs_as_root(landing.stage, copy):
        yield LINK_INTERPRETER.blocked(title, "the stage runs as another USER there")
        return
    edit = insert.instruction_after(trace.source, copy, "RUN", f"ln -s {here.path} {environment.interpreter}")
    yield LINK_INTERPRETER.fix(title, (edit,))
