"""musl's loader is linked under glibc's name.

## Why
`ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2` lets glibc programs start on Alpine, and simple ones run. Others fail with `Error relocating …: fcntl64: symbol not found`, or `__snprintf_chk`, at a call that tests did not reach. The link also hides from tools and people that the program was built for another system.

## Fix safety
`gcompat` gives the same name and many of the missing symbols. It is another imitation, so it is unsafe. The cure is a static build, a build for musl, or a glibc runtime.

## Sources
Measured: Go with net/http, C and C++ with libstdc++ run; the failures are from reports. gcompat's README.
"""

from collections.abc import Iterator
from functools import partial

from dfix.edit import replace
from dfix.findings import Confidence, Finding, Fix, Severity
from dfix.fixes.add_compat import COMPAT
from dfix.images import Libc
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.text.pattern import pattern
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace, base_place
from dfix.trace.state.artifact import Place
from dfix.trace.state.call import Call
from dfix.trace.state.loader import LOADER_NAMES

MUSL_LIBC = pattern(r"/(libc\.musl-\w+\.so\.1|ld-musl-\w+\.so\.1|libc\.so)$")


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each link of glibc's loader name to musl."""
    for stage in trace.stages:
        if stage.root.libc is not Libc.MUSL or _has_glibc(stage):
            continue
        for call in stage.calls:
            words = [arg.text for arg in call.operands("-t", "-S")]
            links = call.name == "ln" and call.stage == stage.stage.number and len(words) == 2
            if links and MUSL_LIBC.search(words[0]) and LOADER_NAMES[Libc.GLIBC].search(words[1]):
                yield describe(stage, call)


def _has_glibc(stage: StageTrace) -> bool:
    """Whether a real glibc is installed, whose package puts its own link in the place of the other."""
    return any(loader.libc is Libc.GLIBC and not loader.compat for loader in stage.root.loaders)


def describe(stage: StageTrace, call: Call) -> Finding:
    """Return the finding on one link."""
    return RULE.finding(
        stage.stage,
        call.span,
        message=f"musl's loader takes the place of glibc's in {stage.stage.title}: some programs start, and fail later",
        why="it lacks symbols that glibc programs call; build statically or for musl, or run on glibc",
        severity=Severity.WARNING,
        confidence=min(Confidence.CERTAIN, stage.root.family_sure),
        chain=(base_place(stage.stage, stage.root), Place(call.span, "links musl's loader under glibc's name")),
        fixes=partial(_repairs, stage, call),
    )


def _repairs(stage: StageTrace, call: Call) -> Iterator[Fix]:
    release = stage.root.release
    if call.script.exact and release and release.package_manager == "apk":
        edit = replace.command(call, "apk add --no-cache gcompat")
        yield COMPAT.fix("install gcompat instead", (edit,), cost="another imitation of glibc")


RULE = Rule(
    "DF402",
    "loader-symlink",
    __name__,
    check,
    repairs=(COMPAT,),
    trigger=Trigger(words=("ld-musl", "libc.musl", "libc.so")),
)
