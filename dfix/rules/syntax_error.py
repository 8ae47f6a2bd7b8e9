"""The text is no Dockerfile that BuildKit would take.

## Why
`docker build` stops before it runs anything. dfix reports what BuildKit's parser and instruction checks report, with the line and what to do.

## Fix safety
What was meant is not in the text. Where a keyword or a stage's name is a slip of one that is known, or a heredoc has no end, the probable word is offered; it is a guess, so it is unsafe.

## Sources
moby/buildkit: `frontend/dockerfile/parser`, `frontend/dockerfile/instructions`. A file whose `# syntax=` names another frontend may use other instructions.
"""

import re
from collections.abc import Iterator

from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair, Severity
from dfix.images import is_official
from dfix.plan import Build
from dfix.rules.rule import Bad, Good, Rule
from dfix.text import Edit, Source, Span, readable
from dfix.text.pattern import pattern
from dfix.text.spelling import closest
from dfix.trace.result import Trace

PROBABLE = Repair(
    "probable-word",
    "the keyword, the stage or the end of a heredoc that was probably meant",
    "a guess: read it",
    Applicability.UNSAFE,
    Change.WORDS,
    cure=Confidence.LIKELY,
)
TEMPLATE_MARK = pattern(r"\{\{|\{%|<%|@[A-Z_]{2,}@|__[A-Z_]{2,}__|<no value>")
PLAIN_NAME = pattern(r"[a-z][a-z0-9_-]*$", re.IGNORECASE)


def check(source: Source, trace: Trace) -> Iterator[Finding]:
    """Yield the first thing that BuildKit would refuse; it stops there, and so do the useful answers."""
    for fault in (*trace.build.dockerfile.faults, *trace.build.faults)[:1]:
        sure = Confidence.POSSIBLE if _in_template(source, fault.span) else Confidence.CERTAIN
        yield Finding(
            RULE.code, RULE.name, Severity.ERROR, sure, fault.message, fault.help, fault.span,
            fixes=_instead(fault.instead),
        )  # fmt: skip
    yield from _missing_stages(trace.build)


def _in_template(source: Source, span: Span) -> bool:
    """Whether the line holds the marks of a template: what becomes of it is not known."""
    return TEMPLATE_MARK.search(source.line_text(source.line_of(span.start))) is not None


def _missing_stages(build: Build) -> Iterator[Finding]:
    """Names in ``--from=`` that are no stage and no official image: a slip, unless a build context is so named."""
    for stage in build.stages:
        for instruction in stage.body:
            flag = instruction.flag("from")
            name = flag.value if flag else ""
            if not flag or not PLAIN_NAME.match(name) or name in build.options.contexts:
                continue
            if build.stage_named(name) or is_official(name):
                continue
            near = closest(name, (s.name for s in build.stages if s.name))
            sure = Confidence.LIKELY if near else Confidence.POSSIBLE
            message = f"no stage is named `{readable(name)}`, and no official image either"
            advice = f"did you mean `{near}`?" if near else "name the stage with `AS`, or give --build-context"
            span = instruction.logical.span(flag.value_start, flag.end)
            yield Finding(
                RULE.code,
                RULE.name,
                Severity.ERROR,
                sure,
                message,
                advice,
                span,
                stage.name or str(stage.number),
                fixes=_instead(Edit(span, near) if near else None),
            )


def _instead(edit: Edit | None) -> tuple[Fix, ...]:
    """What was probably meant."""
    return (PROBABLE.fix(f"write `{readable(edit.new.strip())}`", (edit,)),) if edit else ()


RULE = Rule(
    "DF001",
    "syntax-error",
    __name__,
    check,
    repairs=(PROBABLE,),
    bad=(
        Bad("FROM alpine\n«RUNN» true\n", "unknown instruction `RUNN`", "FROM alpine\nRUN true\n"),
        Bad("«RUN» true\nFROM alpine\n", "before the first FROM"),
        Bad("FROM alpine\n«RUN cat <<EOF»\ntext\n", "never closed", "FROM alpine\nRUN cat <<EOF\ntext\nEOF\n"),
        Bad("FROM a AS one\nCOPY --from=«7» /a /a\n", "no stage 7"),
        Bad("«FROM» a AS one\nCOPY --from=two /x /x\nFROM b AS two\nCOPY --from=one /x /x\n", "needs itself"),
        Bad(
            "FROM a AS build\nFROM b\nCOPY --from=«biuld» /x /x\n",
            "no stage is named `biuld`",
            "FROM a AS build\nFROM b\nCOPY --from=build /x /x\n",
        ),
        Bad("FROM alpine\nENV A=1 «B»\n", "name=value"),
    ),
    good=(
        Good("instructions may be in lower case", "from alpine\nrun true\n"),
        Good("another frontend may know more", "# syntax=example.com/frontend\nFROM alpine\nINCLUDE x\n"),
        Good("another image may be copied from", "FROM a AS build\nFROM b\nCOPY --from=busybox /x /x\n"),
        Good(
            "a template's marks are replaced before anybody builds it", "FROM a:{{ v }} {{ x }}\n{% if y %}\nRUN true\n"
        ),
        Good("a later stage may be copied from", "FROM a\nCOPY --from=two /x /x\nFROM b AS two\n"),
    ),
)
