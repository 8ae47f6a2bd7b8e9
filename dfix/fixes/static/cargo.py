"""Cargo: the musl target, whose programs are static, followed into every path that names its output."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert, part
from dfix.edit.part import Part
from dfix.edit.written import can_edit
from dfix.findings import Fix
from dfix.fixes.install_package import installation, obstacle_to
from dfix.fixes.static.kinds import MUSL_TARGET
from dfix.images.packages import DEVELOPMENT, NEUTRAL
from dfix.manifests.cargo import toolchain
from dfix.syntax import Instruction, Word
from dfix.text import Edit
from dfix.trace.knowledge.rust_crates import compiles, crates_of, system_libraries
from dfix.trace.knowledge.rust_links import links_of_project
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Arg, Call, join_path
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

TRIPLES = {"linux/amd64": "x86_64", "linux/arm64": "aarch64", "linux/arm64/v8": "aarch64"}
MUSL_TOOLS = "musl-tools"
# ``cargo chef cook`` builds the dependencies for a target of their own.
SUBCOMMANDS = ("build", "b", "install", "rustc", "cook")


class _Build(NamedTuple):
    """A program's build in ``stage``: all builds of the stage, and the machine and triple that it is to be for.

    ``call`` begins at ``cargo``, ``made`` behind its subcommand.
    """

    stage: StageTrace
    call: Call
    made: Call
    builds: tuple[Call, ...]
    machine: str

    @property
    def triple(self) -> str:
        """The target's name, as rustup knows it."""
        return f"{self.machine}-unknown-linux-musl"


def link(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The target, its standard library, and every path below ``target``."""
    build = _build(trace, landing)
    if build is None:
        return
    title, native = f"build for {build.triple}", _native_parts(build.made, build.stage.root, build.machine)
    if not _has_rustup(build.stage.root):
        yield MUSL_TARGET.blocked(title, "the builder is not known to have rustup, which adds the target")
        return
    if native.obstacle:
        yield MUSL_TARGET.blocked(title, native.obstacle)
        return
    if not all(can_edit(call) for call in build.builds) or any(call.option("--target") for call in build.builds):
        return
    moved = list(_moved_paths(trace, build))
    if any(edit is None for edit in moved):
        yield MUSL_TARGET.blocked(title, "a path below target/ is written in a way that cannot be followed")
        return
    edits = [*(edit for edit in moved if edit), *_targets(build)]
    if native.wants_compiler and MUSL_TOOLS not in build.stage.root.packages:
        if obstacle := obstacle_to(build.stage, (MUSL_TOOLS,)):
            yield MUSL_TARGET.blocked(title, obstacle)
            return
        edits += installation(trace, build.stage, (MUSL_TOOLS,))
    yield MUSL_TARGET.fix(title, edits, cure=native.cure)


def _build(trace: Trace, landing: Landing) -> _Build | None:
    """The build that made the program; None where it names a target, or none can be named in it."""
    made, machine = landing.artifact.made, TRIPLES.get(trace.build.options.platform or "linux/amd64")
    if made is None or machine is None:
        return None
    call = next((one for one in trace.stages[made.stage].calls if one.span == made.call.span), made.call)
    if not _is_build(call) or not can_edit(call) or call.option("--target") or call.env.get("CARGO_BUILD_TARGET"):
        return None
    stage = trace.stages[call.stage]
    # A tool that is installed for the build stays as it is.
    own = (one for one in stage.calls if _is_build(one) and one.stage == call.stage)
    builds = tuple(one for one in own if one.span == call.span or _subcommand(one).text != "install")
    return _Build(stage, call, made.call, builds, machine)


def _is_build(call: Call) -> bool:
    return call.name == "cargo" and call.has(*SUBCOMMANDS)


def _subcommand(call: Call) -> Arg:
    return next(arg for arg in call.args if arg.text in SUBCOMMANDS)


def _targets(build: _Build) -> Iterator[Edit]:
    """``--target`` in every build, and the target's standard library before the first.

    A toolchain file may come between two builds, and with it a toolchain that lacks the target.
    """
    root = build.stage.root
    pinned = toolchain(root.read, build.made.cwd) if root.context else None
    for number, call in enumerate(build.builds):
        yield insert.after_arg(call, _subcommand(call), f" --target {build.triple}")
        if number == 0 or (pinned and pinned.channel):
            yield insert.before_command(call, f"rustup target add {build.triple} && ")


class _Native(NamedTuple):
    """What the crates' C parts mean for another target: why it cannot be, what it wants, how sure the cure is."""

    obstacle: str = ""
    wants_compiler: bool = False
    cure: Confidence | None = None


def _native_parts(build: Call, root: Root, machine: str) -> _Native:
    """Libraries of the system have no build for musl in the builder; C sources want musl-gcc (cc-rs, "musl-gcc")."""
    own = next(iter(links_of_project(build, root)), "")
    if own:
        return _Native(f"the project links `{own}`, which the builder has for glibc only")
    found, linked = crates_of(build, root), system_libraries(build, root)
    if found is None or linked is None:
        return _Native(cure=Confidence.POSSIBLE if _installs_libraries(root) else None)
    needed = [one for one in linked if not one.has_own]
    if needed:
        return _Native(f"the crate `{needed[0].crate}` links {needed[0].library}, which the builder has for glibc only")
    compiled = compiles(found)
    has_tools = machine == "x86_64" and root.release is not None and root.release.package_manager == "apt"
    if compiled == "c++" or (compiled and not has_tools):
        return _Native(f"a crate compiles {compiled.upper()}, which needs a compiler for {machine} and musl")
    return _Native("", bool(compiled), Confidence.LIKELY if compiled or not found.sure else None)


def _installs_libraries(root: Root) -> bool:
    """Whether C libraries were installed to link with: of these the musl target wants builds of its own."""
    return any(DEVELOPMENT.search(name) and name not in NEUTRAL for name in root.packages)


def _has_rustup(root: Root) -> bool:
    """The official image has it, and so has a stage that installed it."""
    image = root.image
    return bool(image and image.reference.name in ("rust", "library/rust")) or "rustup" in root.packages


def _moved_paths(trace: Trace, build: _Build) -> Iterator[Edit | None]:
    """``target/release/x`` becomes ``target/TRIPLE/release/x`` where it is read; None where it cannot."""
    if _subcommand(build.call).text == "install":
        return
    base = join_path(build.call.cwd, build.call.env.get("CARGO_TARGET_DIR", "target"))
    for call in _after(build.stage, build.call):
        for arg in call.args:
            if _is_output(call.path(arg.text), base):
                yield _with_triple(part.arg(call, arg), base, build.triple) if can_edit(call) else None
    for copy, word in _copied(trace, build.stage):
        if _is_output(join_path("/", word.text), base):
            yield _with_triple(part.word(copy, word), base, build.triple) if copy.json is None else None


def _copied(trace: Trace, stage: StageTrace) -> Iterator[tuple[Instruction, Word]]:
    """The words of COPY that name what is taken out of the stage."""
    copies = (one for one in trace.readers(stage.stage.number) if one.keyword == "COPY")
    yield from ((copy, word) for copy in copies for word in copy.words[:-1])


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
