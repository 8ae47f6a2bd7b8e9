"""A program or library built for one libc lands where only another is.

## Why
The kernel starts a dynamic program through the loader whose path is written in the program. A program linked with glibc names `/lib64/ld-linux-x86-64.so.2`, one linked with musl `/lib/ld-musl-x86_64.so.1`. Where that file is missing the shell answers `not found`, although the program is there and `ls` shows it.

Go programs are of this kind as soon as they import `net` or `os/user` and cgo is on, which it is by default in the Debian-based `golang` images. `GOOS=linux`, `-a -installsuffix cgo` and `-ldflags "-s -w"` change nothing; `-ldflags '-extldflags "-static"'` alone does not either, because Go's internal linker never calls gcc.

## Fix safety
`CGO_ENABLED=0`, `-linkmode external` and a compiler's `-static` are safe where nothing but libc is linked: they change how one program is linked, and that program cannot start today. Where more is linked, its static libraries may be missing, so it is unsafe. Another base image changes more than the fault, so it is unsafe too; so is `gcompat`, which only imitates glibc and only probably cures.

## Sources
System V ABI, "Program Interpreter"; cmd/cgo and cmd/link of Go; the musl FAQ. Measured with Go 1.22 and gcc 12 on Debian 12.
"""

from collections.abc import Iterator

from dfix.findings import Finding, Fix, Severity
from dfix.fixes import static
from dfix.fixes.add_package import COMPAT, add_compat
from dfix.fixes.musl_target import TARGET_MUSL, build_for_musl
from dfix.fixes.reinstall import INSTALL_INSTEAD, install_instead
from dfix.fixes.static.kinds import STATIC_REPAIRS
from dfix.fixes.switch_base import MOVE_BUILDER, MOVE_RUNTIME, MOVE_SOURCE, move_builder, move_runtime, move_source
from dfix.images import Libc
from dfix.rules.rule import Rule
from dfix.text import readable
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of
from dfix.trace.state.artifact import Kind
from dfix.trace.state.loader import loader_path


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each copy that brings native files to a root without their loader."""
    for landing in trace.landings:
        if landing.outcome is Outcome.FOREIGN_LIBC and not (landing.is_download or landing.environment):
            yield describe(trace, landing)


def describe(trace: Trace, landing: Landing) -> Finding:
    """Word one finding: what fails, what it needs, what is there."""
    artifact, stage = landing.artifact, landing.stage
    needs = artifact.abi.libc if artifact.abi else Libc.NONE
    loader = loader_path(needs, trace.build.options.platform)
    here = f"{stage.stage.title}"
    if artifact.kind is Kind.LIBRARY:
        message = (
            f"{subject(landing)} was built for {needs.value} and lands in {here}, where programs use {_libcs(landing)}"
        )
        why = f"a {_libcs(landing)} program that loads it may miss {needs.value}'s symbols and libraries"
    else:
        message = (
            f"{subject(landing)} cannot start in {here}: it needs {needs.value}, and {title_of(stage.root)} has none"
        )
        why = f"its loader {loader} is not there, so the shell answers `not found`"
    severity = Severity.WARNING if artifact.kind is Kind.LIBRARY else Severity.ERROR
    return RULE.at_landing(landing, message, why, repairs(trace, landing), severity=severity)


def subject(landing: Landing) -> str:
    """What the message speaks of: the file, or what stands in the tree."""
    path = f"`{readable(landing.path)}`"
    node = landing.stage.root.nodes.get(landing.path)
    if not (node and node.tree):
        return path
    return f"what stands in {path}" if landing.artifact.kind is Kind.LIBRARY else f"a program in {path}"


def repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """All that may cure it; their order is that of ``Fix.rank``."""
    yield from static.link_statically(trace, landing)
    yield from build_for_musl(landing)
    yield from move_builder(trace, landing)
    yield from move_source(trace, landing)
    yield from install_instead(trace, landing)
    yield from move_runtime(trace, landing)
    yield from add_compat(trace, landing)


def _libcs(landing: Landing) -> str:
    return " and ".join(loader.libc.value for loader in landing.stage.root.loaders)


RULE = Rule(
    "DF101",
    "foreign-libc",
    __name__,
    check,
    repairs=(
        *STATIC_REPAIRS,
        TARGET_MUSL,
        MOVE_BUILDER,
        MOVE_SOURCE,
        INSTALL_INSTEAD,
        MOVE_RUNTIME,
        COMPAT,
    ),
)
