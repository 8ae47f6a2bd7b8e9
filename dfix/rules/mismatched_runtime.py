"""A language environment lands on another interpreter than it was built for.

## Why
Python looks for packages in a directory that carries its own minor version (`lib/python3.11/site-packages`), and compiled modules load into that version only. The scripts of a virtual environment, and its `bin/python`, name the interpreter that created it by its path: the official images have it at `/usr/local/bin/python3`, Debian's and distroless's packages at `/usr/bin/python3`. Where that file is missing, a shell answers `not found`, as for a missing loader. Node's addons load into the major version they were compiled for (`NODE_MODULE_VERSION`), unless they use Node-API.

## Fix safety
Another version or base image changes more than the fault, so it is unsafe. So is another installation of the packages, and so is a link that gives the interpreter a second name.

## Sources
PEP 405 (virtual environments); Python's documentation, `site`; the official images' Dockerfiles; the releases' package lists.
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Confidence, Finding, Fix
from dfix.fixes.link_interpreter import LINK_INTERPRETER, link_interpreter
from dfix.fixes.move_runtime import MOVE_RUNTIME
from dfix.fixes.reinstall import REINSTALL, reinstall
from dfix.fixes.run_on_builder import run_on_builder
from dfix.fixes.same_interpreter import SAME_INTERPRETER, same_interpreter
from dfix.images.interpreters import Interpreter
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import shown_path, start_error
from dfix.trace.knowledge.language import interpreter, package_facts
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Environment, Linkage

KNOWN = frozenset({"python", "node", "ruby"})


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each environment whose interpreter is missing, or has another version."""
    for landing in trace.landings:
        environment = landing.environment
        here = (
            interpreter(landing.stage.root, environment.language)
            if environment and environment.language in KNOWN
            else None
        )
        if environment is None or here is None:
            continue
        if environment.version and here.version and environment.version != here.version:
            yield _other_version(trace, landing, environment, here)
        elif _lacks_interpreter(landing, environment, here):
            yield _other_path(trace, landing, environment, here)


def _other_version(trace: Trace, landing: Landing, environment: Environment, here: Interpreter) -> Finding:
    language, label = environment.language.capitalize(), landing.stage.stage.title
    holds = f"{shown_path(landing.path)} holds packages for {language} {environment.version}"
    return RULE.at_landing(
        landing,
        message=f"{holds}, and {label} has {here.version}",
        why=_consequence(environment),
        confidence=_how_sure(landing, environment, here),
        fixes=partial(_repairs, trace, landing),
    )


def _consequence(environment: Environment) -> str:
    if environment.language == "python":
        return "Python looks in a directory named after its own version, and loads only modules compiled for it"
    return "parts compiled for one version do not load into another"


def _how_sure(landing: Landing, environment: Environment, here: Interpreter) -> Confidence:
    """How sure the fault is: pure packages work in another version, once they are where it looks for them."""
    if environment.language == "python":
        in_its_directory = f"python{here.version}/" in f"{landing.path}/" or landing.path.endswith("-packages")
        if not in_its_directory and _is_tree(landing):
            return Confidence.LIKELY
    if environment.language == "node":
        # Addons of Node-API load into any major, the others into the one they were compiled for.
        tied = package_facts("node")["addons_of_one_major"]
        return Confidence.LIKELY if tied & set(environment.packages) else Confidence.POSSIBLE
    return Confidence.LIKELY if landing.artifact.linkage is Linkage.DYNAMIC else Confidence.POSSIBLE


def _is_tree(landing: Landing) -> bool:
    """Whether the environment has a ``lib/pythonX.Y`` of its own, as a prefix and a virtual environment do."""
    environment = landing.artifact.environment
    lands_at_prefix = landing.path in ("/usr/local", "/usr", "/root/.local")
    return lands_at_prefix or bool(environment and environment.interpreter)


def _lacks_interpreter(landing: Landing, environment: Environment, here: Interpreter) -> bool:
    """Whether the interpreter that the environment's scripts name is missing here."""
    wanted = environment.interpreter
    if not here.path or not wanted.startswith("/") or wanted.rsplit("/", 1)[0] == here.path.rsplit("/", 1)[0]:
        return False
    directory = wanted.rsplit("/", 1)[0]
    files = landing.stage.root.files
    return files.find(wanted) is None and not files.has_below(directory) and files.find(directory) is None


def _other_path(trace: Trace, landing: Landing, environment: Environment, here: Interpreter) -> Finding:
    label, named = landing.stage.stage.title, shown_path(environment.interpreter)
    error = start_error(trace, landing.stage, landing.path)
    return RULE.at_landing(
        landing,
        message=f"the scripts in {shown_path(landing.path)} use {named}, and {label} has `{here.path}`",
        why=f"the environment's python and its scripts name an interpreter that is not there, so {error}",
        confidence=Confidence.LIKELY,
        fixes=partial(_repairs_of_path, trace, landing, environment, here),
    )


def _repairs_of_path(trace: Trace, landing: Landing, environment: Environment, here: Interpreter) -> Iterator[Fix]:
    yield from link_interpreter(trace, landing, environment, here)
    yield from _repairs(trace, landing)


def _repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    yield from same_interpreter(trace, landing)
    yield from reinstall(trace, landing)
    yield from run_on_builder(trace, landing)


RULE = Rule(
    "DF202",
    "mismatched-runtime",
    __name__,
    check,
    repairs=(SAME_INTERPRETER, REINSTALL, LINK_INTERPRETER, MOVE_RUNTIME),
    trigger=ARRIVALS,
)
