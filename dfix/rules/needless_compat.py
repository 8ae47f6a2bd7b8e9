"""A glibc compatibility package is installed, and nothing needs it.

## Why
`gcompat` and `libc6-compat` imitate glibc for programs that were built for it. Where everything in the image is static, portable or built for musl, they do nothing. They also hide the day on which a glibc program is added: that program then starts, and fails later.

dfix reports this only where everything in the stage is known.

## Fix safety
Removing the package takes something out of the image, so it is unsafe.

## Sources
gcompat's README; Alpine's package list.
"""

from collections.abc import Iterator
from functools import partial

from dfix.edit import part
from dfix.findings import Confidence, Finding, Severity
from dfix.fixes.remove_package import REMOVE_PACKAGE, remove_package
from dfix.images import Libc
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace, base_place
from dfix.trace.state.artifact import Artifact, Kind, Linkage, Place
from dfix.trace.state.call import Arg, Call

COMPAT = frozenset({"gcompat", "libc6-compat"})
# Commands that bring programs of which nothing is known.
BRINGERS = frozenset(
    "npm yarn pnpm pip pip3 node python python3 java dotnet wget curl sh bash make tar unzip gem go cargo bun deno npx".split()
)


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each such package in a stage whose files are all known."""
    for stage in trace.landing:
        if stage.image is None or not stage.image.is_plain_alpine or not _all_known(stage):
            continue
        for call in stage.calls:
            if call.name == "apk" and "add" in call.texts and call.stage == stage.stage.number:
                yield from _of_call(trace, stage, call)


def _of_call(trace: Trace, stage: StageTrace, call: Call) -> Iterator[Finding]:
    for arg in call.args:
        if arg.text in COMPAT and call.script.exact:
            yield describe(trace, stage, call, arg)


def describe(trace: Trace, stage: StageTrace, call: Call, package: Arg) -> Finding:
    """Return the finding on one package of an installation."""
    needless = f"nothing in {stage.stage.title} needs `{package.text}`"
    return RULE.finding(
        stage.stage,
        part.arg(call, package).span,
        message=f"{needless}: its files are static, portable or built for musl",
        why="it hides a fault: a glibc program that is added later starts, and fails in use",
        severity=Severity.INFO,
        confidence=Confidence.LIKELY,
        chain=(base_place(stage.stage, stage.root), Place(call.span, f"installs `{package.text}`")),
        fixes=partial(remove_package, trace, call, package),
    )


def _all_known(stage: StageTrace) -> bool:
    """Whether every file that came into the stage is known not to need glibc, and something did come."""
    nodes = [node.artifact for node in stage.root.nodes.values()]
    brought = any(call.name in BRINGERS for call in stage.calls)
    return bool(nodes) and not brought and any(n.kind is Kind.PROGRAM for n in nodes) and all(map(_is_harmless, nodes))


def _is_harmless(artifact: Artifact) -> bool:
    if artifact.kind is Kind.PORTABLE:
        return artifact.confidence > Confidence.POSSIBLE
    musl = artifact.is_dynamic and artifact.abi is not None and artifact.abi.libc is Libc.MUSL
    return artifact.confidence > Confidence.POSSIBLE and (artifact.linkage is Linkage.STATIC or musl)


RULE = Rule(
    "DF401",
    "needless-compat",
    __name__,
    check,
    repairs=(REMOVE_PACKAGE,),
    trigger=Trigger(words=tuple(sorted(COMPAT))),
)
