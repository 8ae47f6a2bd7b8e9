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

from dfix.edit import part, replace
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair, Severity
from dfix.images import is_official
from dfix.plan import Build
from dfix.rules.rule import Rule
from dfix.text import Edit, Span, readable
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


def check(trace: Trace) -> Iterator[Finding]:
    """Yield the first thing that BuildKit would refuse; it stops there, and so do the useful answers."""
    for fault in (*trace.build.dockerfile.faults, *trace.build.faults)[:1]:
        sure = Confidence.POSSIBLE if _in_template(trace, fault.span) else Confidence.CERTAIN
        yield Finding(
            RULE.code, RULE.name, Severity.ERROR, sure, fault.message, fault.help, fault.span,
            fixes=_instead(fault.instead),
        )  # fmt: skip
    yield from _missing_stages(trace.build)


def _in_template(trace: Trace, span: Span) -> bool:
    """Whether the line holds the marks of a template: what becomes of it is not known."""
    return TEMPLATE_MARK.search(trace.source.line_text(trace.source.line_of(span.start))) is not None


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
            yield Finding(
                RULE.code,
                RULE.name,
                Severity.ERROR,
                sure,
                message,
                advice,
                part.flag_value(instruction, flag).span,
                stage.label,
                fixes=_instead(replace.flag_value(instruction, flag, near) if near else None),
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
)
