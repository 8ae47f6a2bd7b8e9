"""A directive, a comment that speaks to dfix, does nothing.

## Why
`# dfix: ignore=DF101 -- reason` before an instruction, or before the FROM of a whole stage, suppresses findings there; `ignore-file=` suppresses them in the whole file. `# dfix: libc=glibc`, `libc-version=2.31` and `like=debian:12` before a FROM say what its image holds.
An ignore that outlives its fault hides the next one, and a misspelt one suppresses nothing: dfix reports both.

This rule was called useless-remark before; that name is still accepted.

## Fix safety
A comment changes nothing in the image, so removing it is safe. A directive that dfix cannot read is not touched: it may be a slip.

## Sources
dfix's own; the counterpart of mypy's `unused-ignore` and ESLint's `--report-unused-disable-directives`.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from dfix.edit import remove
from dfix.findings import Applicability, Change, Finding, Fix, Repair, Severity
from dfix.images import UserImage, described_image
from dfix.plan import ImageBase
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.syntax import Directive
from dfix.syntax.directives import Value
from dfix.syntax.suppression import SUPPRESSIONS, Suppressions, names
from dfix.text import Span, readable
from dfix.text.spelling import closest
from dfix.trace.result import Trace

DROP_DIRECTIVE = Repair(
    "drop-remark", "removes the directive, or the value that does nothing", "none", Applicability.SAFE, Change.WORDS
)
FACTS = frozenset({"libc", "libc-version", "like"})


def check(trace: Trace) -> Iterator[Finding]:
    """Yield nothing: whether an ignore suppresses something is known only after the other rules."""
    yield from ()


def post_check(trace: Trace, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield a finding for each directive, or each value of one, that does nothing."""
    suppressions = Suppressions(trace.build.dockerfile)
    ordered = sorted(found, key=_start)
    for directive in trace.build.dockerfile.directives:
        if directive.key in SUPPRESSIONS:
            reach = suppressions.reach(directive)
            first = bisect_left(ordered, reach.start, key=_start) if reach else 0
            last = bisect_right(ordered, reach.end, key=_start) if reach else 0
            yield from _of_ignore(trace, directive, islice(ordered, first, last))
        elif directive.key in FACTS:
            yield from _of_fact(trace, directive)
        else:
            yield _of_unknown(directive)


def _start(finding: Finding) -> int:
    return finding.span.start


def _of_unknown(directive: Directive) -> Finding:
    key = directive.key
    message = f"dfix does not know the directive `{key}=`" if key else "dfix cannot read this directive"
    return _warning(directive.span, message, _closest(key, (*SUPPRESSIONS, *FACTS), "write `# dfix: ignore=DF101`"))


def _of_ignore(trace: Trace, directive: Directive, in_reach: Iterable[Finding]) -> Iterator[Finding]:
    """The values of an ignore that name no rule, or that suppress no finding of those in its reach."""
    from dfix.rules import rules

    reached = {(finding.code, finding.name) for finding in in_reach}

    for value in directive.values:
        if not any(names(value.text, rule.code, rule.name) for rule in rules()):
            words = [word for rule in rules() for word in (rule.code, rule.name)]
            why = _closest(value.text, words, "`dfix rules` lists them")
            yield _warning(value.span, f"there is no rule `{readable(value.text)}`", why)
        elif not any(names(value.text, code, name) for code, name in reached):
            yield RULE.finding(
                None,
                directive.span if len(directive.values) == 1 else value.span,
                message=f"`{directive.key}={readable(value.text)}` suppresses nothing",
                why="the finding for which it was written is gone",
                severity=Severity.INFO,
                fixes=partial(_without, trace, directive, value),
            )


def _of_fact(trace: Trace, directive: Directive) -> Iterator[Finding]:
    """A fact about a base image that is not before the FROM of an image, or that says nothing."""
    text, span = directive.values[0].text, directive.span
    if not _is_before_image(trace, directive):
        yield _warning(
            span, f"`{directive.key}=` is not before a FROM of an image", "put it on the line before such a FROM"
        )
    elif directive.key == "libc" and described_image("x", UserImage("x", libc=text)) is None:
        why = _closest(text, ("glibc", "musl", "none"), "it is glibc, musl or none")
        yield _warning(span, f"there is no libc `{readable(text)}`", why)
    elif directive.key == "like" and described_image("x", UserImage("x", like=text)) is None:
        why = "name one that it knows, such as debian:12 or alpine:3.20"
        yield _warning(span, f"dfix does not know the image `{readable(text)}` either", why)


def _is_before_image(trace: Trace, directive: Directive) -> bool:
    if directive.instruction is None:
        return False
    stages = trace.build.stages
    start = trace.build.dockerfile.instructions[directive.instruction].span
    at = bisect_left(stages, start, key=lambda stage: stage.start.span)
    return at < len(stages) and stages[at].start.span == start and isinstance(stages[at].base, ImageBase)


def _without(trace: Trace, directive: Directive, value: Value) -> Iterator[Fix]:
    """The comment without the value; its whole line where the comment says nothing else."""
    others = trace.once("directives", lambda: Counter(one.span for one in trace.build.dockerfile.directives))
    if len(directive.values) > 1:
        edit = remove.listed([one.span for one in directive.values], directive.values.index(value))
        yield DROP_DIRECTIVE.fix(f"remove {readable(value.text)}", (edit,))
    elif others[directive.span] > 1:
        yield DROP_DIRECTIVE.blocked("remove the directive", "the comment holds another one")
    else:
        yield DROP_DIRECTIVE.fix("remove the comment", (remove.comment(trace.source, directive.span),))


def _closest(word: str, known: Sequence[str], otherwise: str) -> str:
    """A question that names the known word closest to this one; ``otherwise`` where none is close."""
    near = closest(word, known)
    return f"did you mean `{near}`?" if near else otherwise


def _warning(span: Span, message: str, why: str) -> Finding:
    return RULE.finding(None, span, message=message, why=why, severity=Severity.WARNING)


RULE = Rule(
    "DF002",
    "unused-directive",
    __name__,
    check,
    repairs=(DROP_DIRECTIVE,),
    post_check=post_check,
    trigger=Trigger(directives=True),
)
