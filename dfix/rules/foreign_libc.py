"""A program or library built for one libc lands where only another libc is.

## Why
The kernel starts a dynamic program through a loader, and the loader's path is written in the program. A program linked with glibc names `/lib64/ld-linux-x86-64.so.2`, a program linked with musl names `/lib/ld-musl-x86_64.so.1`. Where that file is missing, a shell answers `not found`, and a command in exec form ends with `exec /app: no such file or directory`. The program itself is there, and `ls` shows it.

A Go program is dynamic as soon as it imports `net` or `os/user` while cgo is on, and cgo is on by default in the Debian-based `golang` images. `GOOS=linux`, `-a -installsuffix cgo` and `-ldflags "-s -w"` do not change that. `-ldflags '-extldflags "-static"'` alone does not change it either, because Go's internal linker never calls gcc.

## Fix safety
`CGO_ENABLED=0` and `-linkmode external` are safe where nothing shows a need for cgo: they change how one program is linked, and that program cannot start today. They surely cure where all imports were read in the build context. A compiler's `-static` is safe where its sources are in the build context and use nothing that a static program does otherwise: plugins, iconv, locales, or user names with an older glibc. Where the sources cannot be read, or the program links more than libc, it is unsafe and probably cures. None of them is offered where the build needs a dynamic program: it runs `ldd` on it, or links a library of its own or a sanitizer. Another base image changes more than the fault, so it is unsafe. `gcompat` is unsafe too: it only imitates glibc and only probably cures. A .NET application that is published without its runtime is started as `dotnet App.dll`, which is safe: the program `App` does nothing else.

## Sources
System V ABI, "Program Interpreter"; cmd/cgo and cmd/link of Go; the musl FAQ. Measured with Go 1.22 and gcc 12 on Debian 12.
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Finding, Fix, Severity
from dfix.fixes import static
from dfix.fixes.add_compat import COMPAT, add_compat
from dfix.fixes.build_for_musl import TARGET_MUSL, build_for_musl
from dfix.fixes.install_instead import INSTALL_INSTEAD, install_instead
from dfix.fixes.move_builder import MOVE_BUILDER, move_builder
from dfix.fixes.move_runtime import MOVE_RUNTIME, move_runtime
from dfix.fixes.move_source import MOVE_SOURCE, move_source
from dfix.fixes.start_with_dotnet import START_WITH_DOTNET, start_with_dotnet
from dfix.fixes.static.kinds import STATIC_REPAIRS
from dfix.images import Libc
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import landed_subject, start_error
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
    """Return the finding on one landing: a library is a warning, a program an error."""
    artifact, stage = landing.artifact, landing.stage
    needed = artifact.abi.libc if artifact.abi else Libc.NONE
    who, here = landed_subject(landing), stage.stage.title
    if artifact.kind is Kind.LIBRARY:
        present = " and ".join(loader.libc.value for loader in stage.root.loaders)
        was, lands = who.verb("was", "were"), who.verb("lands", "land")
        message = f"{who.words} {was} built for {needed.value} and {lands} in {here}, where programs use {present}"
        why = f"a {present} program that loads {who.verb('it', 'them')} may miss {needed.value}'s symbols and libraries"
        severity = Severity.WARNING
    else:
        needs, its = who.verb("it needs", "they need"), who.verb("its", "their")
        message = f"{who.words} cannot start in {here}: {needs} {needed.value}, and {title_of(stage.root)} has none"
        loader = loader_path(needed, trace.build.options.platform)
        why = f"{its} loader {loader} is not there, so {start_error(trace, landing.stage, landing.path)}"
        severity = Severity.ERROR
    fixes = partial(_repairs, trace, landing)
    return RULE.at_landing(landing, message=message, why=why, severity=severity, fixes=fixes)


def _repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Yield the fixes that may cure it; ``Fix.rank`` orders them."""
    yield from start_with_dotnet(landing)
    yield from static.link_statically(trace, landing)
    yield from build_for_musl(trace, landing)
    yield from move_builder(trace, landing)
    yield from move_source(trace, landing)
    yield from install_instead(trace, landing)
    yield from move_runtime(trace, landing)
    yield from add_compat(trace, landing)


RULE = Rule(
    "DF101",
    "foreign-libc",
    __name__,
    check,
    repairs=(
        START_WITH_DOTNET,
        *STATIC_REPAIRS,
        TARGET_MUSL,
        MOVE_BUILDER,
        MOVE_SOURCE,
        INSTALL_INSTEAD,
        MOVE_RUNTIME,
        COMPAT,
    ),
    trigger=ARRIVALS._replace(landing=("foreign_libc",)),
)
