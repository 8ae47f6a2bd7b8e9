"""Text to findings: the parsers, the trace and the rules strung together."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dfix.context import Folder
from dfix.findings import Confidence, Family, Finding
from dfix.images import OwnImage
from dfix.plan import BuildOptions, plan
from dfix.rules import Rule, rules
from dfix.syntax import parse
from dfix.syntax.suppression import Subject, is_suppressed
from dfix.text import Source
from dfix.trace.interpreter.build import trace
from dfix.trace.result import Trace


class Options(NamedTuple):
    """What to look for. ``select`` and ``ignore`` are codes or their beginnings (``DF1``).

    ``context`` is the build context, None where it is not to be read. ``prefer`` is the family of
    fixes that comes first; None: the surest, then the smallest. ``images`` are facts of the user's own;
    ``known`` the fingerprints (``fingerprint.py``) of findings that are not to be told.
    """

    build: BuildOptions = BuildOptions()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.LIKELY
    context: Folder | None = None
    prefer: Family | None = None
    images: tuple[OwnImage, ...] = ()
    known: frozenset[str] = frozenset()


class Analysis(NamedTuple):
    """A file's findings in the order of the file, each with its fixes, best first.

    ``others`` are those of rules that were not asked for; no fix may add to them. ``known`` counts
    the findings of ``Options.known`` that are there and not told.
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
    return _analyse(text, options, tuple(chosen_rules(options)))


def analyse_all(text: bytes | str, options: Options) -> Analysis:
    """As ``analyse``, with the findings of the rules that were not asked for in ``others``.

    Raises:
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    asked = tuple(chosen_rules(options))
    return _analyse(text, options, asked, tuple(rule for rule in rules() if rule not in asked))


def _analyse(text: bytes | str, options: Options, asked: Sequence[Rule], others: Iterable[Rule] = ()) -> Analysis:
    source = Source(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    traced = trace(plan(parse(source), options.build), options.context, options.images)
    found, besides = (_found(some, traced, options) for some in (asked, others))
    told = _not_known(source, found, options.known)
    return Analysis(source, traced, told, besides, len(found) - len(told))


def _found(some: Iterable[Rule], traced: Trace, options: Options) -> tuple[Finding, ...]:
    """What the rules say and no directive suppresses, in the order of the file."""
    asked, dockerfile = tuple(some), traced.build.dockerfile
    every = {finding for rule in asked for finding in rule.check(traced)}
    if dockerfile.directives:
        post_checks = [rule.post_check for rule in asked if rule.post_check]
        all_said = [finding for rule in rules() for finding in rule.check(traced)] if post_checks else []
        every.update(finding for post_check in post_checks for finding in post_check(traced, all_said))
        every = {f for f in every if not is_suppressed(Subject(f.code, f.name, f.span.start), dockerfile)}
    sure = (finding for finding in every if finding.confidence >= options.min_confidence)
    ordered = sorted(sure, key=lambda finding: (finding.span, finding.code))
    return tuple(f._replace(fixes=tuple(sorted(f.fixes, key=lambda x: x.rank(options.prefer)))) for f in ordered)


def _not_known(source: Source, found: tuple[Finding, ...], known: frozenset[str]) -> tuple[Finding, ...]:
    if not known:
        return found
    from dfix.engine.fingerprint import fingerprints

    prints = fingerprints(source, found)
    return tuple(finding for finding, own in zip(found, prints, strict=True) if own not in known)


def chosen_rules(options: Options) -> Iterator[Rule]:
    """The rules that ``select`` and ``ignore`` leave."""
    for rule in rules():
        wanted = not options.select or rule.code.startswith(options.select)
        if wanted and not (options.ignore and rule.code.startswith(options.ignore)):
            yield rule
