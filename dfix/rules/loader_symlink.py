"""musl's loader is linked under glibc's name.

## Why
`ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2` lets glibc programs start on Alpine: simple ones run. Others end with `Error relocating …: fcntl64: symbol not found`, or `__snprintf_chk`, at a call that tests did not reach. It also hides from tools and people that the program was built for another system.

## Fix safety
`gcompat` gives the same name and many of the missing symbols; it is another imitation, so it is unsafe. The cure is a static or musl build, or a glibc runtime.

## Sources
Measured: Go with net/http, C and C++ with libstdc++ run; the other words are reports. gcompat's README.
"""

from collections.abc import Iterator

from dfix.edit import replace
from dfix.findings import Confidence, Finding, Severity
from dfix.fixes.add_package import COMPAT
from dfix.images import Libc
from dfix.rules.rule import Rule
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
        if stage.root.libc is not Libc.MUSL:
            continue
        for call in stage.calls:
            words = [arg.text for arg in call.operands("-t", "-S")]
            links = call.name == "ln" and call.stage == stage.stage.number and len(words) == 2
            if links and MUSL_LIBC.search(words[0]) and LOADER_NAMES[Libc.GLIBC].search(words[1]):
                yield describe(stage, call)


def describe(stage: StageTrace, call: Call) -> Finding:
    """Word one finding."""
    has_apk = call.script.exact and stage.root.release and stage.root.release.package_manager == "apk"
    edit = replace.command(call, "apk add --no-cache gcompat")
    fixes = (COMPAT.fix("install gcompat instead", (edit,), cost="another imitation of glibc"),) if has_apk else ()
    return Finding(
        RULE.code,
        RULE.name,
        Severity.WARNING,
        min(Confidence.CERTAIN, stage.root.family_sure),
        f"musl's loader stands in for glibc's in {stage.stage.title}: some programs start, and fail later",
        "it lacks symbols that glibc programs call; build statically or for musl, or run on glibc",
        call.span,
        stage.stage.label,
        (base_place(stage.stage, stage.root), Place(call.span, "links musl's loader under glibc's name")),
        fixes,
    )


RULE = Rule(
    "DF402",
    "loader-symlink",
    __name__,
    check,
    repairs=(COMPAT,),
)
