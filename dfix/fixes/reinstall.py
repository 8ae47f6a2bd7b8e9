"""Install a language's packages in the landing stage instead of copying what another stage installed."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import replace, written
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.fixes.packages_for import tools_for
from dfix.fixes.reinstall_node import Replay, reinstall_node
from dfix.images import Libc
from dfix.images.provides import lacks_program
from dfix.images.toolchains import ships_compiler
from dfix.syntax import Instruction
from dfix.trace.knowledge.language import interpreter
from dfix.trace.knowledge.needs.packages import sources_only
from dfix.trace.knowledge.provides import packages_of
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Call
from dfix.tristate import Tristate

# Packages that hold a compiler.
COMPILERS = frozenset({"build-base", "build-essential", "g++", "gcc"})
REINSTALL = Repair(
    "reinstall-packages",
    "the installation repeated in the landing stage instead of copying what it made (`npm ci`, `pip install` …)",
    "packages without a ready-made build for that libc need a compiler there; the layer is built twice",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
    cure=Confidence.LIKELY,
)


def reinstall(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The commands that made an environment, in the stage where it lands."""
    environment, copy = landing.environment, landing.copy
    title = "install the packages in the landing stage"
    if environment is None or copy is None or environment.language not in ("node", "python"):
        return
    family = Family.MUSL if landing.stage.root.libc is Libc.MUSL else Family.GLIBC
    if interpreter(landing.stage.root, environment.language) is None or _is_bare(landing.stage):
        return
    calls = _makers(trace, landing)
    reason = _obstacle(calls, copy) or _without_tool(landing.stage, calls) or _changed_otherwise(trace, landing, calls)
    if environment.language == "python" and not trace.runs_as_root(landing.stage, copy):
        reason = reason or "the stage runs as another USER there"
    again = Replay(obstacle=reason) if reason else _replay(trace, calls, copy, landing)
    if not again.text:
        yield REINSTALL.blocked(title, again.obstacle or "where it would have to run is not known", family=family)
        return
    edits = (replace.instruction(copy, again.text), *again.edits)
    yield REINSTALL.fix(title, edits, family=family, cure=min(again.cure, _sure(landing, calls)))


def _sure(landing: Landing, calls: list[Call]) -> Confidence:
    """Less sure where packages must be compiled in a stage without a compiler.

    Of some packages nobody publishes a build for any Linux, of others none for musl.
    """
    environment, root = landing.environment, landing.stage.root
    if environment is None or root.release is None:
        return Confidence.POSSIBLE
    compiles = any(tools_for(environment, call) for call in calls) and Libc.MUSL in root.release.libcs
    compiles = compiles or not sources_only(environment.language).isdisjoint(environment.names)
    has_compiler = bool(root.packages & COMPILERS) or (
        root.image is not None and ships_compiler(root.image) is Tristate.YES
    )
    return Confidence.POSSIBLE if compiles and not has_compiler else Confidence.LIKELY


def _is_bare(stage: StageTrace) -> bool:
    """Whether nothing can be run in the stage."""
    return stage.root.release is None or stage.root.release.package_manager is None


def _makers(trace: Trace, landing: Landing) -> list[Call]:
    """The commands of the chain, in order."""
    stage = trace.builder(landing.artifact)
    if stage is None:
        return []
    spans = {place.span for place in landing.artifact.provenance}
    return [call for call in stage.calls if call.span in spans and call.stage == stage.stage.number]


def _obstacle(calls: list[Call], copy: Instruction) -> str:
    """Why the commands cannot be repeated; empty when they can."""
    if not calls:
        return "the commands that installed them are not known"
    if len(copy.words) != 2 or copy.json is not None or copy.flag("from") is None:
        return "several things are copied at once"
    for call in calls:
        if not can_edit(call) or call.instruction.heredocs or call.instruction.json is not None:
            return f"`{call.name}` stands where it cannot be read word by word"
        if call.name not in ("npm", "yarn", "pnpm", "bun", "pip", "pip3", "python", "python3", "virtualenv", "uv"):
            return f"how `{call.name}` would be run there is not known"
        if call.name == "uv" and call.texts[:1] != ("pip",):
            return "it installs by files of the project"
        if any(text in (".", "-e", "--editable") or text.startswith(("./", "../")) for text in call.texts):
            return "it installs the project's own sources"
    return ""


def _without_tool(stage: StageTrace, calls: list[Call]) -> str:
    """Why the landing stage cannot run the commands; empty where it is not known to lack their programs."""
    root = stage.root
    for call in calls:
        absent = lacks_program(root.image, packages_of(root), call.name) if "/" not in call.program else None
        if absent is not None and absent > Confidence.POSSIBLE:
            return f"{stage.stage.title} has no `{call.name}`"
    return ""


def _changed_otherwise(trace: Trace, landing: Landing, calls: list[Call]) -> str:
    """Why the commands are not all that made a virtual environment: its Python runs a script of the project, say."""
    stage, environment = trace.builder(landing.artifact), landing.environment
    if stage is None or environment is None or not environment.made_at:
        return ""
    spans = {call.span for call in calls}
    others = (one for one in stage.calls if one.program.startswith(f"{environment.made_at}/bin/"))
    other = next((one for one in others if one.span not in spans), None)
    return f"`{other.name}` may add to it there" if other else ""


def _replay(trace: Trace, calls: list[Call], copy: Instruction, landing: Landing) -> Replay:
    """The COPY of what the commands read, and the RUN of them."""
    if landing.environment is not None and landing.environment.language == "node":
        return reinstall_node(trace, calls, copy, landing)
    return Replay(_replay_python(trace, calls, copy, landing))


def _replay_python(trace: Trace, calls: list[Call], copy: Instruction, landing: Landing) -> str:
    flag = copy.flag("from")
    lines: list[str] = []
    commands: list[str] = []
    for call in calls:
        text = written.command(trace.source, call)
        for option in call.args:
            previous = call.args[call.args.index(option) - 1].text if call.args.index(option) else ""
            if previous in ("-r", "--requirement", "-c", "--constraint"):
                name = option.text.rsplit("/", 1)[-1]
                origin = call.path(option.text)
                head = f"{written.keyword(copy, 'COPY')} --from={flag.value if flag else ''}"
                lines.append(f"{head} {origin} /tmp/{name}")
                text = re.sub(rf"(?<=\s){re.escape(option.text)}(?=\s|$)", f"/tmp/{name}", text)
        commands.append(_without_prefix(call, _in_venv(call, text, landing), landing))
    if not all(commands):
        return ""
    run = f"{written.keyword(copy, 'RUN')} {' && '.join(commands)}"
    return trace.source.newline.join([*dict.fromkeys(lines), run])


def _in_venv(call: Call, text: str, landing: Landing) -> str:
    """``pip`` by its path in a virtual environment, which the builder had activated."""
    environment = landing.environment
    if environment is None or not environment.interpreter or "/" in call.program or not call.name.startswith("pip"):
        return text
    return f"{landing.path}/bin/{text}"


def _without_prefix(call: Call, text: str, landing: Landing) -> str:
    """``--prefix=/install`` goes where the tree lands on the interpreter's own; elsewhere both must be the same."""
    prefix = call.option("--prefix", "--root")
    if prefix is not None and prefix.text:
        if landing.path not in ("/usr/local", "/usr") and landing.path != call.path(prefix.text):
            return ""
        if landing.path in ("/usr/local", "/usr"):
            return re.sub(r"\s--(prefix|root)[= ]\S+", "", text)
        return text
    target = call.option("--target", "-t")
    if target is not None and call.path(target.text) != landing.path:
        return ""
    return text
