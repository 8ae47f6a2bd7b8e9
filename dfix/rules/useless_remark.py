"""A comment that speaks to dfix does nothing.

## Why
`# dfix: ignore=DF101 -- reason` before an instruction, or before the FROM of a whole stage, holds back what dfix would say of it; `ignore-file=` does so for the file. `# dfix: libc=glibc`, `libc-version=2.31` and `like=debian:12` before a FROM tell what its image holds.
An ignore that outlives its fault hides the next one, and one that is misspelt hides nothing: both are told.

## Fix safety
A comment changes nothing in the image, so taking it out is safe. What cannot be read is not touched: it may be a slip.

## Sources
dfix's own; the counterpart of mypy's `unused-ignore` and ESLint's `--report-unused-disable-directives`.
"""

from collections.abc import Iterator, Sequence

from dfix.edit import remove
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair, Severity
from dfix.images import OwnImage, image_like
from dfix.plan import ImageBase
from dfix.rules.rule import Rule
from dfix.syntax import Directive
from dfix.syntax.directives import Value
from dfix.syntax.suppression import SUPPRESSIONS, in_reach, names
from dfix.text import Span, readable
from dfix.text.spelling import closest
from dfix.trace.result import Trace

DROP_REMARK = Repair("drop-remark", "take out what a comment says in vain", "none", Applicability.SAFE, Change.WORDS)
FACTS = frozenset({"libc", "libc-version", "like"})


def check(trace: Trace) -> Iterator[Finding]:
    """Nothing: whether an ignore does something is known when the other rules have spoken."""
    yield from ()


def post_check(trace: Trace, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield a finding for each directive, or each value of one, that does nothing."""
    for directive in trace.build.dockerfile.directives:
        if directive.key in SUPPRESSIONS:
            yield from _of_ignore(trace, directive, found)
        elif directive.key in FACTS:
            yield from _of_fact(trace, directive)
        else:
            said = (
                f"`{directive.key}=` is no word that dfix knows" if directive.key else "dfix cannot read this comment"
            )
            yield _finding(
                directive.span, said, _meant(directive.key, (*SUPPRESSIONS, *FACTS), "write `# dfix: ignore=DF101`")
            )


def _of_ignore(trace: Trace, directive: Directive, found: Sequence[Finding]) -> Iterator[Finding]:
    from dfix.rules import rules

    for value in directive.values:
        meant = [rule for rule in rules() if names(value.text, rule.code, rule.name)]
        if not meant:
            words = [word for rule in rules() for word in (rule.code, rule.name)]
            near = _meant(value.text, words, "`dfix rules` lists them")
            yield _finding(value.span, f"there is no rule `{readable(value.text)}`", near)
            continue
        dockerfile = trace.build.dockerfile
        near_by = (finding for finding in found if in_reach(directive, finding.span.start, dockerfile))
        if not any(names(value.text, finding.code, finding.name) for finding in near_by):
            message = f"nothing is held back by `{directive.key}={readable(value.text)}`"
            span = directive.span if len(directive.values) == 1 else value.span
            yield _finding(
                span, message, "what it was written for is gone", Severity.INFO, _without(trace, directive, value)
            )


def _of_fact(trace: Trace, directive: Directive) -> Iterator[Finding]:
    """A fact of a base image that stands before no FROM of an image, or that tells nothing."""
    stage = next((one for one in trace.build.stages if _stands_before(trace, directive, one.start.span)), None)
    text = directive.values[0].text
    if stage is None or not isinstance(stage.base, ImageBase):
        yield _finding(
            directive.span, f"`{directive.key}=` stands before no FROM of an image", "put it on the line before"
        )
    elif directive.key == "libc" and image_like("x", OwnImage("x", libc=text)) is None:
        near = _meant(text, ("glibc", "musl", "none"), "it is glibc, musl or none")
        yield _finding(directive.span, f"there is no libc `{readable(text)}`", near)
    elif directive.key == "like" and image_like("x", OwnImage("x", like=text)) is None:
        advice = "name one that it knows, such as debian:12 or alpine:3.20"
        yield _finding(directive.span, f"dfix does not know the image `{readable(text)}` either", advice)


def _stands_before(trace: Trace, directive: Directive, span: Span) -> bool:
    instructions = trace.build.dockerfile.instructions
    return directive.instruction is not None and instructions[directive.instruction].span == span


def _without(trace: Trace, directive: Directive, value: Value) -> tuple[Fix, ...]:
    """The comment without the value; its whole line where nothing else is said in it."""
    others = [one for one in trace.build.dockerfile.directives if one.span == directive.span and one is not directive]
    if len(directive.values) > 1:
        edit = remove.listed([one.span for one in directive.values], directive.values.index(value))
        return (DROP_REMARK.fix(f"take {readable(value.text)} out", (edit,)),)
    if others:
        return (DROP_REMARK.blocked("take it out", "the comment says something else too"),)
    return (DROP_REMARK.fix("remove the comment", (remove.comment(trace.source, directive.span),)),)


def _meant(word: str, known: Sequence[str], otherwise: str) -> str:
    near = closest(word, known)
    return f"did you mean `{near}`?" if near else otherwise


def _finding(
    span: Span, message: str, why: str, severity: Severity = Severity.WARNING, fixes: tuple[Fix, ...] = ()
) -> Finding:
    return Finding(RULE.code, RULE.name, severity, Confidence.CERTAIN, message, why, span, fixes=fixes)


RULE = Rule(
    "DF002",
    "useless-remark",
    __name__,
    check,
    repairs=(DROP_REMARK,),
    post_check=post_check,
)
