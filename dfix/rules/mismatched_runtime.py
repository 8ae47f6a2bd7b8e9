"""A language environment lands on another interpreter than it was built for.

## Why
Python looks for packages in a directory that carries its own minor version (`lib/python3.11/site-packages`), and compiled modules load into that version only. The scripts of a virtual environment, and its `bin/python`, name the interpreter that created it by its path: the official images have it at `/usr/local/bin/python3`, Debian's and distroless's packages at `/usr/bin/python3`. Where that file is missing, a shell answers `not found`, as for a missing loader. Node's addons load into the major version they were compiled for (`NODE_MODULE_VERSION`), unless they use Node-API.

The scripts of a virtual environment name its own python by the path at which it was made, so `gunicorn` of an environment that was copied to another path does not start, while `python -m gunicorn` does. uv downloads an interpreter where the project asks for another version than the image has, or where the image has none; it lies in `~/.local/share/uv/python`, and an environment that is copied without it has no interpreter. What lies below `/root` only root may read.

## Fix safety
Another version or base image changes more than the fault, so it is unsafe. So is another installation of the packages, and so is a link that gives the interpreter, or the environment, a second name.

## Sources
PEP 405 (virtual environments); Python's documentation, `site`; the official images' Dockerfiles; the releases' package lists; uv's documentation, "Python versions".
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Confidence, Finding, Fix
from dfix.fixes.keep_path import KEEP_PATH, keep_path
from dfix.fixes.link_environment import LINK_ENVIRONMENT, link_environment
from dfix.fixes.link_interpreter import LINK_INTERPRETER, link_interpreter
from dfix.fixes.move_runtime import MOVE_RUNTIME
from dfix.fixes.reinstall import REINSTALL, reinstall
from dfix.fixes.run_on_builder import run_on_builder
from dfix.fixes.same_interpreter import SAME_INTERPRETER, same_interpreter
from dfix.images.interpreters import Interpreter, of_image
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import shown_path, start_error
from dfix.text import readable
from dfix.trace.knowledge.language import interpreter, package_facts
from dfix.trace.knowledge.moved_environment import (
    brings_a_python,
    brings_its_python,
    has_other_python,
    interpreter_of_scripts,
    left_by_uv,
    moved_script,
    starts_no_script,
    user_without_access,
)
from dfix.trace.knowledge.programs import absence_of_program
from dfix.trace.knowledge.uv_python import is_managed
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Environment, Linkage
from dfix.trace.state.root import Root

KNOWN = frozenset({"python", "node", "ruby"})


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each environment whose interpreter is missing, has another version, or is elsewhere."""
    for landing in trace.landings:
        environment = landing.environment
        if environment is None or environment.language not in KNOWN:
            continue
        if environment.language == "python" and (has_other_python(trace, landing) or starts_no_script(landing)):
            continue
        if brings_its_python(trace, landing) or brings_a_python(landing):
            continue
        if python := interpreter_of_scripts(trace, landing):
            environment = environment._replace(interpreter=python)
        finding = _without_interpreter(trace, landing, environment) or _elsewhere(trace, landing, environment)
        if finding:
            yield finding


def _without_interpreter(trace: Trace, landing: Landing, environment: Environment) -> Finding | None:
    """A finding where the interpreter that the environment names did not come along, and none here stands for it."""
    root, wanted = landing.stage.root, environment.interpreter
    if wanted.startswith("/") and _may_be_there(root, wanted):
        return None
    here = interpreter(root, environment.language)
    if here is not None and wanted != here.path and _is_measured_at(root, wanted):
        return None
    if is_managed(wanted):
        return _left_behind(trace, landing, wanted) if left_by_uv(landing.stage) else None
    if here is None:
        own = f"{landing.path}/bin"
        is_bare = wanted.startswith("/") and absence_of_program(landing.stage, "python3", beside=own) is not None
        return _left_behind(trace, landing, wanted) if is_bare and environment.language == "python" else None
    if environment.version and here.version and environment.version != here.version:
        further = f"{environment.language}{environment.version}"
        if further in root.packages and (not wanted.startswith("/") or wanted.endswith(f"/{further}")):
            return None  # ``python3.9`` beside the release's own, which the environment does not name
        return _other_version(trace, landing, environment, here)
    is_missing = _lacks_interpreter(landing, environment, here)
    return _other_path(trace, landing, environment, here) if is_missing else None


def _is_measured_at(root: Root, path: str) -> bool:
    """Whether the image was measured to have a program at a path."""
    return root.image is not None and root.image.locked is not None and root.image.locked.holds_program(path)


def _elsewhere(trace: Trace, landing: Landing, environment: Environment) -> Finding | None:
    """A finding where the image starts a script of an environment that was made at another path, or cannot read it."""
    script = moved_script(landing)
    if script:
        return _moved(trace, landing, environment, script)
    user = user_without_access(trace, landing)
    return _unreadable(landing, environment, user) if user and environment.language == "python" else None


def _left_behind(trace: Trace, landing: Landing, wanted: str) -> Finding:
    label, named = landing.stage.stage.title, shown_path(wanted)
    is_virtual = landing.environment is not None and landing.environment.interpreter
    names = "environment's python is a link to" if is_virtual else "first line of the scripts names"
    return RULE.at_landing(
        landing,
        message=f"the scripts in {shown_path(landing.path)} use {named}, which is not in {label}",
        why=f"the {names} that file, and they were copied without it",
        confidence=Confidence.LIKELY,
        fixes=partial(_repairs_of_left, trace, landing),
    )


def _moved(trace: Trace, landing: Landing, environment: Environment, script: str) -> Finding:
    error = start_error(trace, landing.stage, f"{landing.path}/bin/{script}")
    made = shown_path(f"{environment.made_at}/bin/python")
    return RULE.at_landing(
        landing,
        message=f"{shown_path(landing.path)} was made at {shown_path(environment.made_at)}, and `{script}` is started",
        why=f"the first line of its scripts names {made}, so {error}; keep the path, or start `python -m`",
        confidence=Confidence.LIKELY,
        fixes=partial(_repairs_of_moved, trace, landing, environment),
    )


def _repairs_of_moved(trace: Trace, landing: Landing, environment: Environment) -> Iterator[Fix]:
    yield from keep_path(trace, landing, environment)
    yield from link_environment(trace, landing, environment)


def _unreadable(landing: Landing, environment: Environment, user: str) -> Finding:
    """Return the finding on an environment, or on its interpreter, in a directory that the image's user cannot enter."""
    is_inside = landing.path.startswith("/root/")
    path = shown_path(landing.path if is_inside else environment.interpreter)
    what = f"{path} is" if is_inside else f"the scripts in {shown_path(landing.path)} use {path},"
    return RULE.at_landing(
        landing,
        message=f"{what} in root's home, and {landing.stage.stage.title} runs as `{readable(user)}`",
        why="only root may enter `/root` (its mode is 0700), so what is in it cannot be started or imported",
        confidence=Confidence.LIKELY,
    )


def _other_version(trace: Trace, landing: Landing, environment: Environment, here: Interpreter) -> Finding:
    language, label = environment.language.capitalize(), landing.stage.stage.title
    holds = f"{shown_path(landing.path)} holds packages for {language} {environment.version}"
    is_certain = _is_certain(trace, landing, environment, here)
    return RULE.at_landing(
        _of_certain_kind(landing) if is_certain else landing,
        message=f"{holds}, and {label} has {here.version}",
        why=_consequence(environment),
        confidence=Confidence.CERTAIN if is_certain else _how_sure(landing, environment, here),
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


def _is_certain(trace: Trace, landing: Landing, environment: Environment, here: Interpreter) -> bool:
    """Whether a virtual environment of Python lands on another version, and both versions were measured.

    Whatever its packages are, Python does not look where they are; ``PYTHONPATH`` may lead there.
    """
    builder, stage = trace.builder(landing.artifact), landing.stage
    if (
        environment.language != "python"
        or not environment.made_at
        or builder is None
        or "PYTHONPATH" in stage.scope.env
    ):
        return False
    measured = [_measured(root, "python") for root in (builder.root, stage.root)]
    return [one.version for one in measured if one] == [environment.version, here.version]


def _measured(root: Root, language: str) -> Interpreter | None:
    """The interpreter that the root's image was measured to have."""
    return of_image(root.image, language) if root.image and root.image.locked else None


def _of_certain_kind(landing: Landing) -> Landing:
    """The landing, of which it is certain what landed: a fault that its packages do not decide is no less sure."""
    return landing._replace(
        landed=tuple(
            one._replace(artifact=one.artifact._replace(confidence=Confidence.CERTAIN)) for one in landing.landed
        )
    )


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
    directory, root = wanted.rsplit("/", 1)[0], landing.stage.root
    return not (_may_be_there(root, wanted) or root.files.has_below(directory) or _may_be_there(root, directory))


def _may_be_there(root: Root, path: str) -> bool:
    """Whether something that landed may hold a path: packages that are installed below a prefix hold no python."""
    node = root.files.find(path)
    environment = node.artifact.environment if node else None
    return node is not None and (environment is None or bool(environment.interpreter))


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


def _repairs_of_left(trace: Trace, landing: Landing) -> Iterator[Fix]:
    yield from reinstall(trace, landing)


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
    repairs=(SAME_INTERPRETER, REINSTALL, LINK_INTERPRETER, KEEP_PATH, LINK_ENVIRONMENT, MOVE_RUNTIME),
    trigger=ARRIVALS._replace(landing=("environment",)),
)
