"""Add a compatibility package that lets glibc programs start on Alpine."""

from collections.abc import Iterator

from dfix.findings import Applicability, Fix
from dfix.fixes.switch_base import image_stage
from dfix.images import Libc, version_key
from dfix.text import Edit, Source, Span
from dfix.trace.call import Call
from dfix.trace.landing import Landing
from dfix.trace.stage_trace import StageTrace, Trace

COST = "imitates glibc: simple programs run, others miss symbols; it only probably cures"
# gcompat came with Alpine 3.11; older releases have libc6-compat (aports history).
FIRST_GCOMPAT = (3, 11)
RUNTIME_LIBRARIES = {"c++": ("libstdc++", "libgcc"), "rust": ("libgcc",)}


def add_compat(source: Source, trace: Trace, landing: Landing) -> Iterator[Fix]:
    """``apk add gcompat``, with what C++ and Rust programs need besides, in the landing stage."""
    abi, known = landing.artifact.abi, landing.stage.root.release
    if abi is None or abi.libc is not Libc.GLIBC or known is None or known.distro != "alpine":
        return
    old = known.version is not None and known.version[0].isdigit() and version_key(known.version) < FIRST_GCOMPAT
    wanted = ("libc6-compat" if old else "gcompat", *RUNTIME_LIBRARIES.get(landing.artifact.language, ()))
    missing = tuple(name for name in wanted if name not in landing.stage.root.packages)
    bottom = image_stage(trace, landing.stage.stage.number)
    if missing:
        call = _existing(landing.stage) or _existing(bottom)
        edit = _extended(source, call, missing) if call else None
        edits = (edit or _new_run(source, bottom, missing),)
        yield Fix(f"install {' '.join(missing)}", Applicability.UNSAFE, COST, edits)


def install(source: Source, trace: Trace, stage: StageTrace, names: tuple[str, ...], cost: str) -> Iterator[Fix]:
    """``apk add`` of packages in a stage, in the command that is there or in a RUN of its own."""
    bottom = image_stage(trace, stage.stage.number)
    if stage.root.release is None or stage.root.release.package_manager != "apk":
        return
    call = _existing(stage) or _existing(bottom)
    edit = _extended(source, call, names) if call else None
    yield Fix(f"install {' '.join(names)}", Applicability.SAFE, cost, (edit or _new_run(source, bottom, names),))


def _existing(stage: StageTrace) -> Call | None:
    """The last plain ``apk add`` of the stage: no virtual package, not in exec form."""
    adds = [
        call
        for call in stage.calls
        if call.name == "apk"
        and "add" in call.texts[:3]
        and call.script.exact
        and call.instruction.json is None
        and call.option("--virtual", "-t") is None
        and call.stage == stage.stage.number
    ]
    return adds[-1] if adds else None


def _extended(source: Source, call: Call, names: tuple[str, ...]) -> Edit | None:
    """The names after the last package, one a line where the last two stand so."""
    packages = [arg for arg in call.operands("--repository", "-X", "-p", "--root") if arg.text != "add"]
    if not packages:
        return None
    end = call.script.span(packages[-1].start, packages[-1].end).end
    start = call.script.span(packages[-1].start, packages[-1].end).start
    separator = " "
    if len(packages) > 1:
        before = call.script.span(packages[-2].start, packages[-2].end).end
        separator = _gap(source, call, before, start)
    return Edit(Span(end, end), "".join(f"{separator}{name}" for name in names))


def _gap(source: Source, call: Call, before: int, start: int) -> str:
    """How the last two packages are parted: a blank, or a continuation with its indentation."""
    logical = call.script.logical
    piece = next((i for i, origin in enumerate(logical.origins) if before <= origin <= start and i > 0), None)
    if piece is None:
        return " "
    indent = start - logical.origins[piece]
    return f" {source.text[before:start].strip()[:1]}{source.newline}{source.text[start - indent : start]}"


def _new_run(source: Source, stage: StageTrace, names: tuple[str, ...]) -> Edit:
    """A RUN of its own right after the FROM."""
    line = stage.stage.start.last_line
    end = source.line_starts[line] + len(source.lines[line])
    keyword = "run" if stage.stage.start.logical.text[:4].islower() else "RUN"
    text = f"{keyword} apk add --no-cache {' '.join(names)}"
    whole = source.lines[line].endswith("\n")
    return Edit(Span(end, end), f"{text}{source.newline}" if whole else f"{source.newline}{text}")
