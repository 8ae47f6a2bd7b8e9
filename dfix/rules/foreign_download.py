"""A build for another libc is downloaded into a stage.

## Why
Many projects publish one Linux build for glibc (`…-linux-gnu…`) and one for musl. The glibc build does not start on Alpine: `not found`, or in exec form `no such file or directory`. The stage that downloads the file does not matter; the stage in which it finally lands does.

`gcompat` and `libc6-compat` imitate glibc, and lack some of its symbols. For some vendors' programs it is known that they end in `symbol not found` there.

## Fix safety
All fixes are unsafe. The vendor's musl or static build, where one is known to exist, is another file. Another base image changes more than the fault. `gcompat` only imitates glibc.

## Sources
Rust and LLVM target triples; manylinux and musllinux (PEP 600, PEP 656).
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Finding, Fix
from dfix.fixes.add_compat import COMPAT, add_compat
from dfix.fixes.download_for_musl import OTHER_ASSET, download_for_musl
from dfix.fixes.move_runtime import MOVE_RUNTIME, move_runtime
from dfix.images import Libc
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import is_directory, shown_path, start_error
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of
from dfix.trace.state.artifact import Kind
from dfix.trace.state.loader import loader_path


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each download that lands where its loader is missing."""
    for landing in trace.landings:
        if landing.outcome is Outcome.FOREIGN_LIBC and landing.is_download:
            yield describe(trace, landing)


def describe(trace: Trace, landing: Landing) -> Finding:
    """Return the finding on one download."""
    stage, abi = landing.stage, landing.artifact.abi
    libc = abi.libc if abi else Libc.NONE
    where = f"{'in ' if is_directory(stage, landing.path) else ''}{shown_path(landing.path)}"
    loader = loader_path(libc, trace.build.options.platform)
    if symbol := landing.symbol_beyond_compat:
        return RULE.at_landing(
            landing,
            message=f"the download {where} is built for glibc, and what imitates it in {stage.stage.title} lacks `{symbol}`",
            why=f"the loader answers `Error relocating … {symbol}: symbol not found`",
            fixes=partial(move_runtime, trace, landing),
        )
    fails = f", so {start_error(trace, landing.stage, landing.path)}" if landing.artifact.kind is Kind.PROGRAM else ""
    return RULE.at_landing(
        landing,
        message=f"the download {where} is built for {libc.value}, and {stage.stage.title} is {title_of(stage.root)}",
        why=f"its loader {loader} is not there{fails}; download the musl or static build if there is one",
        fixes=partial(_repairs, trace, landing),
    )


def _repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    yield from download_for_musl(trace, landing)
    yield from move_runtime(trace, landing)
    yield from add_compat(trace, landing)


RULE = Rule(
    "DF106",
    "foreign-download",
    __name__,
    check,
    repairs=(OTHER_ASSET, MOVE_RUNTIME, COMPAT),
    trigger=ARRIVALS._replace(landing=("foreign_libc", "download")),
)
