"""Whether a language environment works where it was copied to.

Its scripts begin with the absolute path of its own python, so they work at the path only at which they were made
(PEP 405; pip writes them). The home of root has the mode 0700 in the images of Debian, Ubuntu and Alpine.
"""

from collections.abc import Iterator

from dfix.fact_file import FactFile
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import is_pattern, join_path
from dfix.trace.knowledge.language import interpreter
from dfix.trace.knowledge.started_programs import started_programs
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import PATH, StageTrace
from dfix.trace.state.artifact import Environment
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import Root

scripts = FactFile[dict[str, str]](__file__, "python_scripts.json")
ROOT = frozenset({"", "root", "0"})


def moved_script(landing: Landing) -> str:
    """A script that the image starts out of an environment that was made at another path; empty for none."""
    environment, stage = landing.environment, landing.stage
    made_at = environment.made_at if environment else ""
    is_there = made_at in stage.root.nodes or stage.root.facts.may_have(Happening.OVERLAY)
    if not made_at or made_at == landing.path or is_there or is_pattern(landing.path) or UNKNOWN_TEXT in made_at:
        return ""
    return next(_started_scripts(stage, f"{landing.path}/bin"), "")


def interpreter_of_scripts(trace: Trace, landing: Landing) -> str:
    """The python that scripts of packages outside of a virtual environment name, where the image starts one of them.

    ``pip`` writes the path of the interpreter that runs it into their first line. Empty where none is started, or where
    that path is not known.
    """
    environment, builder = landing.environment, trace.builder(landing.artifact)
    if environment is None or builder is None or environment.language != "python" or environment.interpreter:
        return ""
    used = interpreter(builder.root, "python")
    is_started = any(_brings(environment, name) for name in _started_scripts(landing.stage, f"{landing.path}/bin"))
    return used.path if used and used.path and is_started else ""


def has_other_python(trace: Trace, landing: Landing) -> bool:
    """Whether a command gives the virtual environment another python: ``ln -sf /usr/bin/python3 /venv/bin/python``."""
    environment, builder = landing.environment, trace.builder(landing.artifact)
    places = {landing.path, environment.made_at if environment else ""} - {""}
    calls = (*(builder.calls if builder else ()), *landing.stage.calls)
    linked = (call.path(call.texts[-1]) for call in calls if call.name == "ln" and len(call.texts) > 1)
    return any(path.startswith(f"{place}/bin/python") for path in linked for place in places)


def brings_its_python(trace: Trace, landing: Landing) -> bool:
    """Whether one copy brings packages and the python beside them: ``COPY --from=build /usr/local /usr/local``."""
    environment, builder = landing.environment, trace.builder(landing.artifact)
    used = interpreter(builder.root, environment.language) if environment and builder else None
    arrival = landing.artifact.arrival
    if used is None or not used.path or arrival is None:
        return False
    tree = trace.source.text[arrival.word.start : arrival.word.end].rstrip("/") + "/"
    return tree.startswith("/") and landing.path.startswith(tree) and used.path.startswith(tree)


def brings_a_python(landing: Landing) -> bool:
    """Whether a virtual environment with a python of its own (``venv --copies``) is there, of the landing's version.

    That python finds its standard library by the path of the interpreter that made it, and official images link it
    with a shared library.
    """
    environment, root = landing.environment, landing.stage.root
    version = environment.version if environment else None
    landed = (one.artifact.environment for one in root.files.landed)
    makers = {tree.interpreter for tree in landed if tree and tree.copies and tree.version == version}
    return any(_has_standard_library(root, maker, version or "") for maker in makers)


def _has_standard_library(root: Root, maker: str, version: str) -> bool:
    """Whether the standard library of an interpreter is there, and what the interpreter itself is linked with."""
    prefix, is_path, _ = maker.rpartition("/bin/")
    if not is_path or not version:
        return True
    directory = f"{prefix}/lib/python{version}"
    is_linked = prefix == "/usr" or root.files.holds(f"libpython{version}.so.1.0")
    return is_linked and (root.files.find(directory) is not None or root.files.has_below(directory))


def starts_no_script(landing: Landing) -> bool:
    """Whether all that the image starts out of the environment are programs of their own, which no python runs."""
    started = [*_started_scripts(landing.stage, f"{landing.path}/bin")]
    return bool(started) and set(started) <= set(scripts()["programs"].split())


def _brings(environment: Environment, script: str) -> bool:
    """Whether the script is one of the packages'; those that are known by name bring one of that name."""
    return script in environment.names or not environment.names


def _started_scripts(stage: StageTrace, directory: str) -> Iterator[str]:
    """The names of the scripts in a directory that the image starts: by their path, or by PATH."""
    is_on_path = directory in (*PATH, *stage.scope.env.get("PATH", "").split(":"))
    for started in started_programs(stage):
        above, slash, name = started.program.rpartition("/")
        is_meant = join_path(stage.workdir, above) == directory if slash else is_on_path and _is_script(name)
        if is_meant and not name.startswith(("python", "activate")):
            yield name


def _is_script(name: str) -> bool:
    """Whether packages of Python bring a script of that name."""
    return name in scripts()["scripts"].split()


def left_by_uv(stage: StageTrace) -> bool:
    """Whether no Python that uv manages can be in the stage but one that was copied."""
    has_uv = any(call.name in ("uv", "uvx") for call in stage.calls)
    starts_uv = any(started.program.rpartition("/")[2] in ("uv", "uvx") for started in started_programs(stage))
    return not has_uv and not starts_uv and not stage.root.facts.may_have(Happening.OVERLAY)


def user_without_access(trace: Trace, landing: Landing) -> str:
    """The user as whom the image runs, where the environment or its python is in root's home and nothing opens that."""
    stage = landing.stage
    user = trace.user_at(stage).partition(":")[0]
    interpreter = landing.environment.interpreter if landing.environment else ""
    is_closed = all(landed.path.startswith("/root/") for landed in landing.landed) or interpreter.startswith("/root/")
    is_opened = any(
        call.name in ("chmod", "setfacl", "usermod") for call in stage.calls if _names_root_home(call.texts)
    )
    return user if is_closed and not is_opened and user not in ROOT and UNKNOWN_TEXT not in user else ""


def _names_root_home(words: tuple[str, ...]) -> bool:
    return any(UNKNOWN_TEXT in word or "/root" in word for word in words)
