"""The text is no Dockerfile that BuildKit would take.

## Why
`docker build` stops before it runs anything. dfix reports what BuildKit's parser and instruction checks report, with the line and what to do.

## Fix safety
There is no automatic fix: what was meant is not in the text.

## Sources
moby/buildkit: `frontend/dockerfile/parser`, `frontend/dockerfile/instructions`. A file whose `# syntax=` names another frontend may use other instructions.
"""

from collections.abc import Iterator

from dfix.findings import Confidence, Finding, Severity
from dfix.rules.rule import Bad, Good, Rule
from dfix.text import Source
from dfix.trace.interpret import Trace


def check(source: Source, trace: Trace) -> Iterator[Finding]:
    """Yield the first thing that BuildKit would refuse; it stops there, and so do the useful answers."""
    for fault in (*trace.build.dockerfile.faults, *trace.build.faults)[:1]:
        yield Finding(
            RULE.code, RULE.name, Severity.ERROR, Confidence.CERTAIN, fault.message, fault.help, fault.span
        )  # fmt: skip


RULE = Rule(
    "DF001",
    "syntax-error",
    __name__,
    check,
    bad=(
        Bad("FROM alpine\n«RUNN» true\n", "unknown instruction `RUNN`"),
        Bad("«RUN» true\nFROM alpine\n", "before the first FROM"),
        Bad("FROM alpine\n«RUN cat <<EOF»\ntext\n", "never closed"),
        Bad("FROM a AS one\nCOPY --from=«7» /a /a\n", "no stage 7"),
        Bad("«FROM» a AS one\nCOPY --from=two /x /x\nFROM b AS two\nCOPY --from=one /x /x\n", "needs itself"),
        Bad("FROM alpine\nENV A=1 «B»\n", "name=value"),
    ),
    good=(
        Good("instructions may be in lower case", "from alpine\nrun true\n"),
        Good("another frontend may know more", "# syntax=example.com/frontend\nFROM alpine\nINCLUDE x\n"),
        Good("a later stage may be copied from", "FROM a\nCOPY --from=two /x /x\nFROM b AS two\n"),
    ),
)
