"""Text to findings: the parsers, the trace and the rules, one after the other."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice

from dfix.engine.options import Options
from dfix.engine.relevance import codes_for, possible_codes, relevant_codes
from dfix.findings import Applicability, Finding, Fix, best_first
from dfix.plan import Build, LimitError, plan
from dfix.rules import rules, rules_with
from dfix.rules.rule import Rule
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace.interpreter.build import trace
from dfix.trace.result import Trace
from dfix.values import NamedTuple

# Of one file; nobody reads so many, and each takes some kilobytes when it is printed.
MOST_FINDINGS = 5_000


class Analysis(NamedTuple):
    """A file's findings in the order of the file, each with its fixes, best first.

    ``others`` are the findings of the rules that are not selected; no fix may add to them. ``known``
    counts the findings that are not reported because ``Options.known`` names them.
    """

    source: Source
    trace: Trace
    findings: tuple[Finding, ...]
    others: tuple[Finding, ...] = ()
    known: int = 0


def analyse(text: bytes | str, options: Options = Options()) -> Analysis:
    """The findings of one Dockerfile; text is taken as UTF-8.

    Raises:
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    build = _planned(text, options)
    return analyse_relevant(build, options, relevant_codes(build, options))


def analyse_all(text: bytes | str, options: Options) -> Analysis:
    """As ``analyse``, with the findings of the rules that are not selected in ``others``.

    Raises:
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    build = _planned(text, options)
    return analyse_relevant(build, options, possible_codes(build, options))


def analyse_relevant(build: Build, options: Options, codes: Iterable[str]) -> Analysis:
    """The findings of the rules with these codes; ``options`` say which of them go to ``others``."""
    traced = trace(build, options.context, options.images)
    found = codes_for(traced, codes)
    selected = frozenset(filter(options.selects, found))
    return _analysis(traced, options, rules_with(selected), rules_with(found - selected))


def analyse_build(build: Build, options: Options, checked: Iterable[Rule], others: Sequence[Rule] = ()) -> Analysis:
    """The findings of some rules about a Dockerfile that is read and planned; those of ``others`` apart."""
    return _analysis(trace(build, options.context, options.images), options, tuple(checked), others)


def _analysis(traced: Trace, options: Options, checked: Sequence[Rule], others: Sequence[Rule]) -> Analysis:
    findings = _findings(checked, traced, options)
    reported = _without(traced.source, findings, options.known)
    hidden = len(findings) - len(reported)
    return Analysis(traced.source, traced, reported, _findings(others, traced, options), hidden)


def _planned(text: bytes | str, options: Options) -> Build:
    """The stages of a text."""
    return plan(
        parse(Source(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))), options.build
    )


def _findings(checked: Sequence[Rule], traced: Trace, options: Options) -> tuple[Finding, ...]:
    """The unsuppressed findings of some rules, in the order of the file, each with its best fix first."""
    findings = limited(finding for rule in checked for finding in rule.check(traced))
    if traced.build.dockerfile.directives:
        findings = _unsuppressed([*findings, *_post_findings(checked, traced)], traced, options)
    sure = (finding for finding in dict.fromkeys(findings) if finding.confidence >= options.min_confidence)
    ordered = sorted(sure, key=lambda finding: (finding.span, finding.code))
    return tuple(
        _as_asked(finding.with_fixes(partial(best_first, prefer=options.prefer)), options) for finding in ordered
    )


def limited(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one file.

    Raises:
        LimitError: they are too many.
    """
    found = list(islice(findings, MOST_FINDINGS + 1))
    if len(found) > MOST_FINDINGS:
        raise LimitError(f"dfix stops here, after {MOST_FINDINGS} findings in one file")
    return found


def _as_asked(finding: Finding, options: Options) -> Finding:
    """The finding with the severity that the options give it; its fixes are only shown where they may not be made."""
    severity = options.severity(finding.code) if options.severities else None
    if severity is not None:
        finding = finding._replace(severity=severity)
    return finding if options.repairs(finding.code) else finding.with_fixes(_only_shown)


def _only_shown(fixes: tuple[Fix, ...]) -> list[Fix]:
    return [fix._replace(applicability=Applicability.DISPLAY) for fix in fixes]


def _post_findings(checked: Sequence[Rule], traced: Trace) -> list[Finding]:
    """What the rules' post checks find; they need the findings of all rules."""
    post_checks = [rule.post_check for rule in checked if rule.post_check]
    findings = [finding for rule in rules() for finding in rule.check(traced)] if post_checks else []
    return [finding for post_check in post_checks for finding in post_check(traced, findings)]


def _unsuppressed(findings: Iterable[Finding], traced: Trace, options: Options) -> list[Finding]:
    """The findings that no comment suppresses; one that does so without a reason, where one is needed, is told of."""
    from dfix.syntax.suppression import Subject, Suppressions

    if not options.ignore_comments:
        return list(findings)
    suppressions = Suppressions(traced.build.dockerfile)
    left = []
    for one in findings:
        reasons = suppressions.reasons(Subject(one.code, one.name, one.span.start))
        if not reasons:
            left.append(one)
        elif options.needs_reason and not any(reasons):
            left.append(one._replace(why=f"{one.why}; the comment that suppresses it gives no reason (`-- why`)"))
    return left


def _without(source: Source, findings: tuple[Finding, ...], known: frozenset[str]) -> tuple[Finding, ...]:
    """The findings whose fingerprints are not among ``known``."""
    if not known:
        return findings
    from dfix.engine.fingerprint import fingerprints

    prints = fingerprints(source, findings)
    return tuple(finding for finding, print_ in zip(findings, prints, strict=True) if print_ not in known)
