"""Text to findings: the parsers, the trace and the rules, one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from dfix.context import Folder
from dfix.findings import Confidence, Family, Finding, best_first
from dfix.images import UserImage
from dfix.plan import BuildOptions, plan
from dfix.rules import Rule, rules
from dfix.syntax import parse
from dfix.syntax.suppression import Subject, is_suppressed
from dfix.text import Source
from dfix.trace.interpreter.build import trace
from dfix.trace.result import Trace
from dfix.values import NamedTuple


class Options(NamedTuple):
    """What to look for. ``select`` and ``ignore`` are codes or their beginnings (``DF1``).

    ``context`` is the build context, None where it is not to be read. ``prefer`` is the family of
    fixes that comes first; None: the surest, then the smallest. ``images`` are facts that the user
    gives; ``known`` are the fingerprints (``fingerprint.py``) of findings that are not reported.
    """

    build: BuildOptions = BuildOptions()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.LIKELY
    context: Folder | None = None
    prefer: Family | None = None
    images: tuple[UserImage, ...] = ()
    known: frozenset[str] = frozenset()


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
    return _analyse(text, options, tuple(chosen_rules(options)), ())


def analyse_all(text: bytes | str, options: Options) -> Analysis:
    """As ``analyse``, with the findings of the rules that are not selected in ``others``.

    Raises:
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    selected = tuple(chosen_rules(options))
    return _analyse(text, options, selected, tuple(rule for rule in rules() if rule not in selected))


def _analyse(text: bytes | str, options: Options, selected: Sequence[Rule], others: Sequence[Rule]) -> Analysis:
    source = Source(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    traced = trace(plan(parse(source), options.build), options.context, options.images)
    findings = _findings(selected, traced, options)
    reported = _without(source, findings, options.known)
    hidden = len(findings) - len(reported)
    return Analysis(source, traced, reported, _findings(others, traced, options), hidden)


def _findings(checked: Sequence[Rule], traced: Trace, options: Options) -> tuple[Finding, ...]:
    """The unsuppressed findings of some rules, in the order of the file, each with its best fix first."""
    findings = [finding for rule in checked for finding in rule.check(traced)]
    if traced.build.dockerfile.directives:
        findings = _unsuppressed([*findings, *_post_findings(checked, traced)], traced)
    sure = (finding for finding in dict.fromkeys(findings) if finding.confidence >= options.min_confidence)
    ordered = sorted(sure, key=lambda finding: (finding.span, finding.code))
    return tuple(finding.with_fixes(partial(best_first, prefer=options.prefer)) for finding in ordered)


def _post_findings(checked: Sequence[Rule], traced: Trace) -> list[Finding]:
    """What the rules' post checks find; they need the findings of all rules."""
    post_checks = [rule.post_check for rule in checked if rule.post_check]
    findings = [finding for rule in rules() for finding in rule.check(traced)] if post_checks else []
    return [finding for post_check in post_checks for finding in post_check(traced, findings)]


def _unsuppressed(findings: Iterable[Finding], traced: Trace) -> list[Finding]:
    dockerfile = traced.build.dockerfile
    return [f for f in findings if not is_suppressed(Subject(f.code, f.name, f.span.start), dockerfile)]


def _without(source: Source, findings: tuple[Finding, ...], known: frozenset[str]) -> tuple[Finding, ...]:
    """The findings whose fingerprints are not among ``known``."""
    if not known:
        return findings
    from dfix.engine.fingerprint import fingerprints

    prints = fingerprints(source, findings)
    return tuple(finding for finding, print_ in zip(findings, prints, strict=True) if print_ not in known)


def chosen_rules(options: Options) -> Iterator[Rule]:
    """The rules that ``select`` and ``ignore`` leave."""
    for rule in rules():
        is_selected = not options.select or rule.code.startswith(options.select)
        if is_selected and not (options.ignore and rule.code.startswith(options.ignore)):
            yield rule
