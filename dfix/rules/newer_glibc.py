"""A program needs a newer glibc than its landing stage has.

## Why
A program needs the newest symbol versions that it was linked with. Since glibc 2.34 every dynamic program needs at least `GLIBC_2.34`, so a program built on Debian 12 or Ubuntu 22.04 fails on Debian 11 with ``version `GLIBC_2.34' not found``. C and C++ programs built with 2.38 or later mostly need 2.38: the finding is *possible*, and *likely* where a source in the build context reads numbers (`std::stoi`, `sscanf`, `atoi`; in C with `_GNU_SOURCE`). Rust programs built with 2.39 or later need 2.39 if they start other programs (`std::process::Command`): the finding is only *possible* where no source that is built into the program does, and no crate. A crate whose C or C++ takes `__isoc23_strtol`, as aws-lc-sys does, needs 2.38. On older systems a Rust program needs 2.18 at least, 2.28 since Rust 1.59 (`statx`), and 2.29 if it starts other programs or takes powers and logarithms of `f64`. Go programs with cgo need no more than 2.34, unless their C code does. A program built with an older glibc runs on a newer one.

This often happens when a builder's tag moves: `golang:1.20` was Debian 11 until 2023-06-14 and has been Debian 12 since.

## Fix safety
Pinning a builder tag that names no release is safe where the builder installs no packages: it is the same version of the tool on another release. Other changes of a base image are unsafe.

## Sources
The GNU C Library, "Symbol Versioning"; the official images' manifests. Measured on Debian 11, 12 and 13: Go 1.24 with `net/http`, `os/user` and `plugin` linked with glibc 2.41 needs 2.34; rustc 1.95 the same without `Command`, 2.39 with it; of the older versions 2.18, 2.28 and 2.30 always, 2.29 with `Command`, `powf`, `exp`, `ln` and `log2` of `f64` (rust-lang/rust 90846: weak names carry versions since Rust 1.59). Of Debian 13's own packages, 348 of 364 with Go programs that need glibc at all, and 53 of 139 with Rust programs, need no more than 2.34.
"""

from collections.abc import Iterator
from functools import partial

from dfix.evidence import Evidence
from dfix.findings import Confidence, Finding, Fix
from dfix.fixes import static
from dfix.fixes.age_builder import AGE_BUILDER, age_builder
from dfix.fixes.move_runtime import MOVE_RUNTIME, move_runtime
from dfix.fixes.pin_builder import PIN_BUILDER, pin_builder
from dfix.fixes.static.kinds import STATIC_REPAIRS
from dfix.images import Image, Libc, release, version_key
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import landed_subject
from dfix.trace.knowledge.rust_processes import computes, has_weak_names, needs_c23, starts_programs
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace, title_of
from dfix.trace.state.call import Call
from dfix.trace.state.origin import MadeHere
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

# The versions that a Rust program needs only if it starts other programs, that which each of a newer compiler
# needs, and that which C of its crates needs.
NEEDED_BY_COMMAND, NEEDED_BY_OLDER_COMMAND = "2.39", "2.29"
NEEDED_BY_ALL = "2.28"
NEEDED_BY_SOME = frozenset({NEEDED_BY_COMMAND, NEEDED_BY_OLDER_COMMAND, NEEDED_BY_ALL})
NEEDED_BY_C = "2.38"
# Toolchains that compile C and C++, and those whose products hold a virtual machine that reads numbers in C, with
# ``_GNU_SOURCE``: Erlang's and Python's.
OF_C = frozenset({"cc", "cmake", "make"})
RUNTIMES_OF_C = frozenset({"erlang", "pyinstaller", "nuitka", "cxfreeze"})


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each program that needs symbol versions that its landing stage lacks."""
    for landing in trace.landings:
        missing = landing.missing_symbols() if landing.outcome is Outcome.NEWER_GLIBC else None
        if missing and not landing.environment:
            version, sure = missing
            yield describe(trace, landing, *_needed(trace, landing, version, sure))


def _needed(trace: Trace, landing: Landing, version: str, sure: Confidence) -> tuple[str, Confidence]:
    """The version that the program needs as the project's own files show, and how sure they let it be.

    ``sure`` is how sure it is by its language alone.
    """
    made, builder = landing.artifact.made, trace.builder(landing.artifact)
    if made is None or builder is None:
        return version, sure
    if made.toolchain.name == "cargo":
        needed, shown = _needed_of_rust(trace, landing, made, builder, version)
        return needed, min(sure, shown)
    if version == NEEDED_BY_C:
        known = trace.once(("sure of C", made.call.span), lambda: _sure_of_c(made, builder))
        return version, max(sure, known)
    return version, sure


def _sure_of_c(made: MadeHere, builder: StageTrace) -> Confidence:
    """How sure it is that a program of C, or with a runtime of C, takes what glibc 2.38 brought."""
    if made.toolchain.name in RUNTIMES_OF_C:
        return Evidence.KNOWN_RUNTIME.sure
    if made.toolchain.name not in OF_C:
        return Evidence.MOST_PROGRAMS.sure
    from dfix.trace.knowledge.c_numbers import reads_numbers

    return (Evidence.READS_NUMBERS if reads_numbers(made, builder.root) else Evidence.MOST_PROGRAMS).sure


def _needed_of_rust(
    trace: Trace, landing: Landing, made: MadeHere, builder: StageTrace, version: str
) -> tuple[str, Confidence]:
    """The same of a program that cargo made."""
    if version not in NEEDED_BY_SOME:
        return version, Evidence.ALL_PROGRAMS.sure
    loader = landing.stage.root.loader(Libc.GLIBC)
    here = (loader.version if loader else None) or NEEDED_BY_C
    starts = trace.once(("starts programs", made.call.span), lambda: starts_programs(made.call, builder.root))
    if version != NEEDED_BY_COMMAND:
        return _needed_of_older(made.call, builder, starts, here)
    if starts is Tristate.YES:
        return version, Evidence.STARTS_PROGRAMS.sure
    if version_key(here) < version_key(NEEDED_BY_C) and needs_c23(made.call, builder.root):
        return NEEDED_BY_C, Evidence.C_OF_A_CRATE.sure
    return version, Evidence.MOST_PROGRAMS.sure


def _needed_of_older(call: Call, builder: StageTrace, starts: Tristate, here: str) -> tuple[str, Confidence]:
    """What a Rust program needs that was linked with glibc 2.28 to 2.33, where the landing stage has ``here``."""
    is_new = has_weak_names(builder.image)
    if (is_new and starts is Tristate.YES) or computes(call, builder.root):
        return NEEDED_BY_OLDER_COMMAND, Confidence.CERTAIN
    if version_key(here) < version_key(NEEDED_BY_ALL):
        return NEEDED_BY_ALL, Confidence.CERTAIN if is_new else Confidence.POSSIBLE
    return NEEDED_BY_OLDER_COMMAND, Confidence.POSSIBLE


def describe(trace: Trace, landing: Landing, version: str, sure: Confidence) -> Finding:
    """Return the finding on one landing; ``version`` is the glibc that the program needs."""
    stage, who = landing.stage, landed_subject(landing)
    builder = trace.builder(landing.artifact)
    root, image = (builder.root, builder.image) if builder else (stage.root, None)
    needs = who.verb("needs", "need") if sure > Confidence.POSSIBLE else "may need"
    return RULE.at_landing(
        landing,
        message=f"{who.words} {needs} GLIBC_{version}, and {stage.stage.title} is {title_of(stage.root)}",
        why=f"the loader answers: version `GLIBC_{version}' not found{_moved(image) if image else ''}",
        confidence=min(sure, _builder_sure(root), stage.root.release_sure),
        fixes=partial(_repairs, trace, landing),
    )


def _builder_sure(root: Root) -> Confidence:
    """How sure it is that the builder's glibc is as new as it is taken to be."""
    is_at_least = root.release is not None and root.release.least_libc is not None
    return max(root.release_sure, Confidence.LIKELY) if is_at_least else root.release_sure


def _moved(image: Image) -> str:
    """A clause on when the builder's tag last moved, and from which release; empty where it never did."""
    if len(image.history) < 2:
        return ""
    before, (day, _) = image.history[-2][1], image.history[-1]
    reference = image.reference
    name = f"{reference.name}:{reference.tag}" if reference.tag else reference.name
    return f"; the tag {name} meant {release(before).title} until {day}"


def _repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    yield from pin_builder(trace, landing)
    yield from static.link_statically(trace, landing)
    yield from move_runtime(trace, landing)
    yield from age_builder(trace, landing)


RULE = Rule(
    "DF103",
    "newer-glibc",
    __name__,
    check,
    repairs=(PIN_BUILDER, *STATIC_REPAIRS, AGE_BUILDER, MOVE_RUNTIME),
    trigger=ARRIVALS._replace(landing=("newer_glibc",)),
)
