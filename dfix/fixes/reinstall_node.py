"""Install Node packages where they land: the package manager's own set-up, the files that it reads, Prisma's client.

Sources: the manuals of corepack, Yarn and pnpm; Prisma's documentation ("Generators", "System requirements": the engine
that ``prisma generate`` puts into node_modules is for one libc, and it wants OpenSSL).
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import written
from dfix.edit.written import can_edit
from dfix.fixes.install_package import installation, obstacle_to
from dfix.fixes.packages_for import packages_for, uses_prisma
from dfix.manifests.listed import json_table
from dfix.syntax import Instruction
from dfix.text import Edit
from dfix.trace.commands.npm import INSTALLS
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Call, join_path
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

FILES = {
    "npm": "package*.json", "yarn": "package.json yarn.lock", "pnpm": "package.json pnpm-lock.yaml",
    "bun": "package.json bun.lock*",
}  # fmt: skip
# What a package manager also reads, where the project has it: files, and directories.
SETTINGS = (".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs")
DIRECTORIES = (".yarn", "patches")
# Package managers that Node's archives do not bring.
NOT_OF_NODE = frozenset({"pnpm", "bun"})
# Scripts of package.json that an installation runs.
LIFECYCLE = ("preinstall", "install", "postinstall", "prepare")
RUNNERS = frozenset({"npx", "bunx", "pnpx", "npm", "yarn", "pnpm", "bun", "prisma"})


class Replay(NamedTuple):
    """What takes the place of the copy: instructions, other edits, how sure the cure is; or why it cannot be made."""

    text: str = ""
    edits: tuple[Edit, ...] = ()
    cure: Confidence = Confidence.LIKELY
    obstacle: str = ""


def reinstall_node(trace: Trace, calls: list[Call], copy: Instruction, landing: Landing) -> Replay:
    """The installation in the landing stage, with what must come before and behind it."""
    builder = trace.builder(landing.artifact)
    installs = [call for call in calls if call.texts[:1] and call.texts[0] in INSTALLS] or calls[-1:]
    call, target = installs[-1], landing.path.removesuffix("/node_modules")
    if builder is None or not landing.path.endswith("/node_modules") or call.option("--prefix", "-C", "--cwd", "--dir"):
        return Replay()
    reason = _obstacle(trace, builder, call, landing)
    if reason:
        return Replay(obstacle=reason)
    return _written(trace, builder, call, copy, landing, target)


def _written(trace: Trace, builder: StageTrace, call: Call, copy: Instruction, landing: Landing, target: str) -> Replay:
    """The instructions; more than node_modules was copied where the copy stays."""
    source, run = trace.source, written.keyword(copy, "RUN")
    go_there = "" if landing.stage.workdir == target else f"cd {target} && "
    install = written.command(source, call)
    keeps_copy = join_path(call.cwd, "node_modules") != join_path("/", copy.words[0].text)
    if keeps_copy and "ci" not in call.texts:
        install = f"rm -rf node_modules && {install}"
    before = [written.command(source, one) for one in _set_up(builder, call, landing)]
    behind = [written.command(source, one) for one in _generators(builder, call)]
    command = f"{run} {' && '.join((*before, f'{go_there}{install}', *behind))}"
    flag = copy.flag("from")
    brought = f"{written.keyword(copy, 'COPY')} --from={flag.value if flag else ''} "
    copied = (f"{brought}{words}" for words in _copied(call, builder.root, target, landing))
    lines = (written.instruction(source, copy),) if keeps_copy else tuple(copied)
    packages = packages_for(landing, landing.stage.root.image)
    if obstacle := obstacle_to(landing.stage, packages):
        return Replay(obstacle=obstacle)
    edits = installation(trace, landing.stage, packages)
    return Replay(source.newline.join((*lines, command)), edits, _cure(builder.root, call))


def _obstacle(trace: Trace, builder: StageTrace, call: Call, landing: Landing) -> str:
    """Why the installation cannot be repeated in the landing stage; empty where it can."""
    if not trace.runs_as_root(landing.stage, landing.copy):
        return "the stage runs as another USER there"
    manifest = builder.root.read(join_path(call.cwd, "package.json")) or ""
    if '"workspaces"' in manifest or builder.root.read(join_path(call.cwd, "pnpm-workspace.yaml")) is not None:
        return "the project has workspaces"
    set_up = _set_up(builder, call, landing)
    if any("node-gyp" in (one.name, *one.texts[:1]) for one in builder.calls):
        return "the project compiles an add-on of its own"
    if call.name in NOT_OF_NODE and not set_up and not _sets_up_itself(landing, call):
        return f"how `{call.name}` came to the builder is not known"
    unseen = next((one for one in (*set_up, *_generators(builder, call)) if not can_edit(one)), None)
    if unseen:
        return f"`{unseen.name}` stands where it cannot be read word by word"
    if any(one.name == "corepack" for one in set_up) and not _is_of_node(landing.stage.root):
        return "the stage is not known to have `corepack`"
    return ""


def _is_of_node(root: Root) -> bool:
    return bool(root.image and root.image.reference.is_official and root.image.reference.name == "node")


def _set_up(builder: StageTrace, call: Call, landing: Landing) -> list[Call]:
    """The commands of the builder that brought the package manager, or its version, before it ran."""
    if _sets_up_itself(landing, call):
        return []
    own = [one for one in builder.calls if one.stage == builder.stage.number]
    before = own[: next((number for number, one in enumerate(own) if one.span == call.span), 0)]
    return [one for one in before if _brings_manager(one, call.name)]


def _sets_up_itself(landing: Landing, call: Call) -> bool:
    own = (one for one in landing.stage.calls if one.stage == landing.stage.stage.number)
    return any(_brings_manager(one, call.name) for one in own)


def _brings_manager(call: Call, manager: str) -> bool:
    if call.name == "corepack":
        return call.has("enable", "prepare", "use", "install")
    is_global = call.has("-g", "--global") or call.texts[:2] == ("global", "add")
    return is_global and any(text.partition("@")[0] in (manager, "corepack") for text in call.texts)


def _generators(builder: StageTrace, call: Call) -> list[Call]:
    """The commands behind the installation that make Prisma's client in node_modules."""
    own = [one for one in builder.calls if one.stage == builder.stage.number]
    after = own[next((number for number, one in enumerate(own) if one.span == call.span), len(own)) + 1 :]
    scripts = json_table(builder.root.read(join_path(call.cwd, "package.json"))).get("scripts")
    table = scripts if isinstance(scripts, dict) else {}
    return [one for one in after if one.cwd == call.cwd and one.name in RUNNERS and _generates(one, table)]


def _generates(call: Call, scripts: dict[str, object]) -> bool:
    """Whether a command is ``prisma generate``, or runs a script that only does that."""
    words = (call.name, *call.texts)
    if "prisma" in words and "generate" in words:
        return True
    script = next((scripts.get(text) for text in call.texts if text != "run"), None)
    return isinstance(script, str) and "prisma generate" in script and "&&" not in script


def _copied(call: Call, root: Root, target: str, landing: Landing) -> Iterator[str]:
    """The words of the COPY lines that bring what the installation reads: files together, each directory for itself."""
    names = [*FILES.get(call.name, "package*.json").split()]
    names += [name for name in SETTINGS if root.read(join_path(call.cwd, name)) is not None]
    yield f"{' '.join(join_path(call.cwd, name) for name in names)} {target}/"
    directories = [name for name in DIRECTORIES if root.names(join_path(call.cwd, name))]
    if uses_prisma(landing.environment) and (root.context is None or root.names(join_path(call.cwd, "prisma"))):
        directories.append("prisma")
    yield from (f"{join_path(call.cwd, name)} {join_path(target, name)}" for name in directories)


def _cure(root: Root, call: Call) -> Confidence:
    """Less sure where the installation runs scripts of the project's own, which may read anything."""
    scripts = json_table(root.read(join_path(call.cwd, "package.json"))).get("scripts")
    own = [scripts.get(name) for name in LIFECYCLE] if isinstance(scripts, dict) else []
    others = [script for script in own if script and "prisma generate" not in str(script)]
    return Confidence.POSSIBLE if others else Confidence.LIKELY
