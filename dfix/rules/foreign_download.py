"""A build for another libc is downloaded into a stage.

## Why
Many projects publish one Linux build for glibc (`…-linux-gnu…`) and one for musl. The glibc build does not start on Alpine: `not found`. Where a file is downloaded does not matter, where it finally lands does.

## Fix safety
All repairs are unsafe: the vendor's musl or static build, where one is known to exist, is another file; another base image changes more than the fault; `gcompat` only imitates glibc.

## Sources
Rust and LLVM target triples; manylinux and musllinux (PEP 600, PEP 656).
"""

from collections.abc import Iterator

from dfix.findings import Finding, Fix
from dfix.fixes.add_package import COMPAT, add_compat
from dfix.fixes.other_asset import OTHER_ASSET, download_for_musl
from dfix.fixes.switch_base import MOVE_RUNTIME, move_runtime
from dfix.rules.rule import Rule
from dfix.text import readable
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of
from dfix.trace.state.loader import loader_path


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each download that lands where its loader is not."""
    for landing in trace.landings:
        if landing.outcome is Outcome.FOREIGN_LIBC and landing.is_download:
            yield describe(trace, landing)


def describe(trace: Trace, landing: Landing) -> Finding:
    """Word one finding."""
    stage, abi = landing.stage, landing.artifact.abi
    needs = abi.libc.value if abi else "another libc"
    path, label = readable(landing.path), stage.stage.title
    message = f"the download in `{path}` is built for {needs}, and {label} is {title_of(stage.root)}"
    loader = loader_path(abi.libc, trace.build.options.platform) if abi else "its loader"
    why = f"its loader {loader} is not there; download the musl or static build if there is one"
    return RULE.at_landing(landing, message, why, _repairs(trace, landing))


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
)
