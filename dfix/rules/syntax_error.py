"""The text is not a Dockerfile that BuildKit accepts.

## Why
`docker build` stops before it runs anything. dfix reports what BuildKit's parser and instruction checks report, with the line and what to do.

The finding is only possible, and not shown by default, where the file may be a part of a Dockerfile or a template: below a directory such as `templates`, in `rust.Dockerfile` without a FROM, or with a preprocessor's lines.

## Fix safety
The text does not say what was meant. Where a keyword or a stage's name is close to a known one, or a heredoc has no end, the probable word is offered; it is a guess, so it is unsafe.

## Sources
moby/buildkit: `frontend/dockerfile/parser`, `frontend/dockerfile/instructions`. A file whose `# syntax=` names another frontend may use other instructions.
"""

from collections.abc import Iterator
from functools import partial

from dfix.edit import part, replace
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair
from dfix.images import is_official
from dfix.plan import Build, Stage
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.syntax import Flag, Instruction
from dfix.text import Edit, Span, readable
from dfix.text.pattern import pattern
from dfix.trace.result import Trace

PROBABLE = Repair(
    "probable-word",
    "the keyword, the stage or the end of a heredoc that was probably meant",
    "a guess: check it",
    Applicability.UNSAFE,
    Change.WORDS,
    cure=Confidence.LIKELY,
)
PLAIN_NAME = pattern(r"[A-Za-z][A-Za-z0-9_-]*$")


# How like a stage's name a word must be to be a slip: ``buidler`` is one of ``builder``, ``webui`` none of ``build``.
LIKE = 0.75


def check(trace: Trace) -> Iterator[Finding]:
    """Yield the first thing that BuildKit would refuse, because it stops there; and stages that are not there."""
    for fault in (*trace.build.dockerfile.faults, *trace.build.faults)[:1]:
        yield RULE.finding(
            None,
            fault.span,
            message=fault.message,
            why=fault.help,
            confidence=Confidence.POSSIBLE if _in_template(trace, fault.span) else Confidence.CERTAIN,
            fixes=partial(_instead, fault.instead),
        )
    yield from _missing_stages(trace)


def _in_template(trace: Trace, span: Span) -> bool:
    """Whether the file may be a template or a part of a Dockerfile: what becomes of the line is not known."""
    from dfix.plan.fragment import is_marked, may_be_fragment

    line = trace.source.line_text(trace.source.line_of(span.start))
    return is_marked(line) or may_be_fragment(trace.build)


def _missing_stages(trace: Trace) -> Iterator[Finding]:
    """Names in ``--from=`` that are no stage, no official image and no build context: a slip."""
    build = trace.build
    for stage in build.stages:
        for instruction in stage.body:
            flag = instruction.flag("from")
            is_slip = flag and _is_unknown(build, flag.value) and not _may_be_fragment(build)
            if flag and is_slip and not _is_given(trace, flag.value):
                yield _missing_stage(build, stage, instruction, flag)


def _is_given(trace: Trace, name: str) -> bool:
    """Whether a file beside the Dockerfile gives a build context of that name (buildx, "Additional build contexts")."""
    from dfix.trace.knowledge.target_platforms import gives_context

    return bool(trace.stages) and gives_context(trace.stages[-1].root.context, name)


def _may_be_fragment(build: Build) -> bool:
    from dfix.plan.fragment import may_be_fragment

    return may_be_fragment(build)


def _is_unknown(build: Build, name: str) -> bool:
    if build.stage_named(name) or name in build.options.contexts or not PLAIN_NAME.match(name):
        return False
    return not is_official(name)


def _missing_stage(build: Build, stage: Stage, instruction: Instruction, flag: Flag) -> Finding:
    from dfix.text.spelling import closest

    near = closest(flag.value, (one.name for one in build.stages if one.name), LIKE)
    return RULE.finding(
        stage,
        part.flag_value(instruction, flag).span,
        message=f"no stage is named `{readable(flag.value)}`, and no official image either",
        why=f"did you mean `{near}`?" if near else "name the stage with `AS`, or give --build-context",
        confidence=Confidence.LIKELY if near else Confidence.POSSIBLE,
        fixes=partial(_instead, replace.flag_value(instruction, flag, near) if near else None),
    )


def _instead(edit: Edit | None) -> Iterator[Fix]:
    """Yield the word that was probably meant."""
    if edit:
        yield PROBABLE.fix(f"write `{readable(edit.new.strip())}`", (edit,))


RULE = Rule(
    "DF001",
    "syntax-error",
    __name__,
    check,
    repairs=(PROBABLE,),
    trigger=Trigger(arrivals=True, faults=True),
)
