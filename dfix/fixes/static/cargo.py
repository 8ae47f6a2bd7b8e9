"""Cargo: the musl target, whose programs are static, followed into every path that names its output."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert, part
from dfix.edit.part import Part
from dfix.edit.written import can_edit
from dfix.findings import Fix
from dfix.fixes.add_package import installation
from dfix.fixes.static.kinds import MUSL_TARGET
from dfix.images.packages import DEVELOPMENT, NEUTRAL
from dfix.manifests.cargo import toolchain
from dfix.text import Edit
from dfix.trace.knowledge.rust_crates import compiles, crates_of, system_libraries
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Call, join_path
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

TRIPLES = {"linux/amd64": "x86_64", "linux/arm64": "aarch64", "linux/arm64/v8": "aarch64"}
MUSL_TOOLS = "musl-tools"
SUBCOMMANDS = ("build", "b", "install", "rustc")


def link(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The target, its standard library, and every path below ``target``."""
    made = landing.artifact.made
    if made is None:
        return
    # The artifact's own call begins behind the subcommand.
    call = next((one for one in trace.stages[made.stage].calls if one.span == made.call.span), made.call)
    if call.name != "cargo" or not can_edit(call):
        return
    place = next((arg for arg in call.args if arg.text in SUBCOMMANDS), None)
    machine = TRIPLES.get(trace.build.options.platform or "linux/amd64")
    stage = trace.stages[call.stage]
    if place is None or machine is None or call.option("--target") or call.env.get("CARGO_BUILD_TARGET"):
        return
    triple = f"{machine}-unknown-linux-musl"
    native = _native_parts(made.call, stage.root, machine)
    builds = [one for one in stage.calls if one.name == "cargo" and one.has(*SUBCOMMANDS) and one.stage == call.stage]
    title = f"build for {triple}"
    if not _has_rustup(stage.root):
        yield MUSL_TARGET.blocked(title, "the builder is not known to have rustup, which adds the target")
        return
    if native.obstacle:
        yield MUSL_TARGET.blocked(title, native.obstacle)
        return
    if not all(can_edit(one) for one in builds) or any(one.option("--target") for one in builds):
        return
    moved = list(_moved_paths(trace, stage, call, triple)) if place.text != "install" else []
    if any(edit is None for edit in moved):
        yield MUSL_TARGET.blocked(title, "a path below target/ is written in a way that cannot be followed")
        return
    edits = [edit for edit in moved if edit]
    # A toolchain file may come between two builds, and with it a toolchain that lacks the target.
    pinned = toolchain(stage.root.read, made.call.cwd) if stage.root.context else None
    for number, one in enumerate(builds):
        verb = next(arg for arg in one.args if arg.text in SUBCOMMANDS)
        edits.append(insert.after_arg(one, verb, f" --target {triple}"))
        if number == 0 or (pinned and pinned.channel):
            edits.append(insert.before_command(one, f"rustup target add {triple} && "))
    if native.wants_compiler and MUSL_TOOLS not in stage.root.packages:
        edits += installation(trace, stage, (MUSL_TOOLS,))
    yield MUSL_TARGET.fix(title, edits, cure=native.cure)


class _Native(NamedTuple):
    """What the crates' C parts mean for another target: why it cannot be, what it wants, how sure the cure is."""

    obstacle: str = ""
    wants_compiler: bool = False
    cure: Confidence | None = None


def _native_parts(build: Call, root: Root, machine: str) -> _Native:
    """Libraries of the system have no build for musl in the builder; C sources want musl-gcc (cc-rs, "musl-gcc")."""
    found, linked = crates_of(build, root), system_libraries(build, root)
    if found is None or linked is None:
        return _Native(cure=Confidence.POSSIBLE if _installs_libraries(root) else None)
    if linked:
        return _Native(f"the crate `{linked[0].crate}` links {linked[0].library}, which the builder has for glibc only")
    compiled = compiles(found)
    has_tools = machine == "x86_64" and root.release is not None and root.release.package_manager == "apt"
    if compiled == "c++" or (compiled and not has_tools):
        return _Native(f"a crate compiles {compiled.upper()}, which wants a compiler for {machine} and musl")
    return _Native("", bool(compiled), Confidence.LIKELY if compiled or not found.sure else None)


def _installs_libraries(root: Root) -> bool:
    """Whether C libraries were installed to link with: of these the musl target wants builds of its own."""
    return any(DEVELOPMENT.search(name) and name not in NEUTRAL for name in root.packages)


def _has_rustup(root: Root) -> bool:
    """The official image has it, and so has a stage that installed it."""
    image = root.image
    return bool(image and image.reference.name in ("rust", "library/rust")) or "rustup" in root.packages


def _moved_paths(trace: Trace, stage: StageTrace, build: Call, triple: str) -> Iterator[Edit | None]:
    """``target/release/x`` becomes ``target/TRIPLE/release/x`` where it is read; None where it cannot."""
    base = join_path(build.cwd, build.env.get("CARGO_TARGET_DIR", "target"))
    for call in _after(stage, build):
        for arg in call.args:
            if _is_output(call.path(arg.text), base):
                yield _with_triple(part.arg(call, arg), base, triple) if can_edit(call) else None
    for instruction in (one for other in trace.stages for one in other.stage.body if one.keyword == "COPY"):
        flag = instruction.flag("from")
        if flag is None or trace.build.stage_named(flag.value) != stage.stage:
            continue
        for word in instruction.words[:-1]:
            if _is_output(join_path("/", word.text), base):
                yield _with_triple(part.word(instruction, word), base, triple) if instruction.json is None else None


def _after(stage: StageTrace, build: Call) -> Iterator[Call]:
    """The stage's own commands that follow the build, save cargo's."""
    own = [call for call in stage.calls if call.stage == stage.stage.number]
    first = next((n for n, call in enumerate(own) if call.span == build.span), len(own))
    return (call for call in own[first + 1 :] if call.name != "cargo")


def _is_output(path: str, base: str) -> bool:
    return path.startswith((f"{base}/release", f"{base}/debug"))


def _with_triple(path: Part, base: str, triple: str) -> Edit | None:
    """The triple before the profile's directory in a path; None where it is not written in one piece."""
    if not path.is_contiguous:
        return None
    directory = base.rsplit("/", 1)[-1]
    profile = max(("release", "debug"), key=lambda name: path.text.find(f"{directory}/{name}"))
    return insert.between(path, f"{directory}/", profile, f"{triple}/")


STRATEGIES = {"cargo": link}
