"""The text of a review: a comment's body and suggestion, the summary with its diagram."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from dfix.engine import Analysis
from dfix.findings import Applicability, Confidence, Fix, Severity
from dfix.plan import StageBase
from dfix.report.escape import code_span, fence_for, fenced, harmless, markdown, prose
from dfix.report.file_report import FileReport
from dfix.report.markdown import chain_lines, fix_diff
from dfix.report.place import Lines, changed_lines
from dfix.review.verdict import Reviewed, Verdict
from dfix.text import readable
from dfix.text.wording import counted, shortened
from dfix.trace.stage import StageTrace, title_of
from dfix.values import NamedTuple

SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "💡"}
MARK = "<!-- dfix:{} -->"
MOST_LINES = 25
# A comment's body may hold 65,536 characters on GitHub and Gitea; a diagram 50,000 in mermaid.
MOST_BODY = 60_000
MOST_TEXT = 8_000
MOST_SAID = 2_000
MOST_STAGES = 60
MOST_BROUGHT = 40


class Suggestion(NamedTuple):
    """Lines of the new file, from one and inclusive, and the text to replace them with (None: nothing)."""

    first: int
    last: int
    text: str | None
    fix: Fix


class Comment(NamedTuple):
    """One comment: on lines ``first`` to ``last`` of the new file, from one, inclusive.

    a later run recognises it by its ``mark``; ``old_line`` is the last line's number in the old file, None
    where the line is new.
    """

    path: str
    old_path: str
    first: int
    last: int
    old_line: int | None
    verdict: Verdict
    suggestion: Suggestion | None
    reviewed: Reviewed

    @property
    def mark(self) -> str:
        """A hidden comment in the body, so that a later run does not post it again."""
        own = sha256(f"{self.path}\0{self.verdict.fingerprint}".encode("utf-8", "surrogateescape"))
        return MARK.format(own.hexdigest()[:24])

    def body(self, suggestion_block: str) -> str:
        """The whole comment; ``suggestion_block`` is the suggestion as the forge writes it."""
        said = "\n".join([*_said(self), *([suggestion_block, ""] if suggestion_block else [])])
        rest = "\n".join(_rest(self))
        return "\n".join([said, rest, self.mark] if len(said) + len(rest) < MOST_BODY else [said, self.mark])


def comments(reviewed: Reviewed) -> tuple[Comment, ...]:
    """The comments on one file, in its order."""
    made = []
    for verdict in reviewed.verdicts:
        suggestion = _suggestion(reviewed, verdict)
        first, last = (suggestion.first, suggestion.last) if suggestion else (verdict.anchor, verdict.anchor)
        change = reviewed.change
        made.append(
            Comment(
                change.path,
                change.old_path or change.path,
                first,
                last,
                _old_line(reviewed, last),
                verdict,
                suggestion,
                reviewed,
            )
        )
    return tuple(made)


def suggestion_block(suggestion: Suggestion | None, info: str = "suggestion") -> str:
    """A fenced block whose lines replace those that are commented on."""
    if suggestion is None:
        return ""
    text = suggestion.text
    fence = fence_for(text or "")
    return f"{fence}{info}\n{text}\n{fence}" if text is not None else f"{fence}{info}\n{fence}"


def summary(files: Sequence[Reviewed], said: int, settings: Sequence[str] = (), otherwise: int | None = None) -> str:
    """The review's own text: how much was found, and a diagram of each file with something wrong.

    It also tells what the change brings that speaks for it: suppressions, and files of dfix's configuration, by which
    there would be ``otherwise`` findings.
    """
    wrong = [one for one in files if one.verdicts]
    lines = [MARK.format("summary"), f"**dfix**: {counted(said, 'finding')} in this change.", ""]
    for sentence in brought(files, settings, otherwise):
        lines += [sentence, ""]
    size = 0
    for one in wrong:
        part = [code_span(shortened(one.change.path, MOST_SAID)), "", *_drawn(one)]
        size += sum(map(len, part))
        if size > MOST_BODY:
            break
        lines += part
    return "\n".join(lines).rstrip() + "\n"


def brought(
    files: Sequence[Reviewed],
    settings: Sequence[str],
    otherwise: int | None,
    as_code: Callable[[str], str] = code_span,
) -> Iterator[str]:
    """What a change brings that speaks for it, each as a sentence, and how many more there are.

    ``as_code`` writes names and code as the reader needs them.
    """
    told = [*_settings_touched(settings, otherwise, as_code), *_suppressed(files, as_code)]
    yield from told[:MOST_BROUGHT]
    if len(told) > MOST_BROUGHT:
        yield f"… and {len(told) - MOST_BROUGHT} more."


def _settings_touched(settings: Sequence[str], otherwise: int | None, as_code: Callable[[str], str]) -> Iterator[str]:
    for path in settings:
        name = as_code(shortened(path, MOST_SAID))
        yield f"This change touches {name}; it was judged by the configuration from before it."
    if settings and otherwise is None:
        yield "dfix could not judge it by the configuration that it brings."
    elif settings:
        yield f"By the configuration that it brings there would be {counted(otherwise or 0, 'finding')}."


def _suppressed(files: Sequence[Reviewed], as_code: Callable[[str], str]) -> Iterator[str]:
    for one in files:
        for span in one.judged.suppressions:
            line = one.source.line_of(span.start) + 1
            if line in one.change.added or one.change.old_path is None:
                place = as_code(shortened(f"{one.change.path}:{line}", MOST_SAID))
                text = as_code(shortened(readable(one.source.text[span.start : span.end]), MOST_SAID))
                yield f"This change suppresses findings at {place}: {text}"


def _drawn(reviewed: Reviewed) -> Iterator[str]:
    for analysis in reviewed.judged.analyses:
        if len(analysis.trace.stages) <= MOST_STAGES:
            yield from (fenced("\n".join(diagram(analysis, reviewed.verdicts)), "mermaid"), "")


def diagram(analysis: Analysis, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """The stages with their C libraries and what is copied between them, in mermaid's language."""
    trace = analysis.trace
    wrong = {verdict.finding.stage for verdict in verdicts if verdict.finding.severity is not Severity.INFO}
    yield "flowchart LR"
    for stage in trace.stages:
        yield f'  s{stage.stage.number}["{_label(stage)}"]'
    for stage in trace.stages:
        base = stage.stage.base
        if isinstance(base, StageBase):
            yield f"  s{base.number} -. FROM .-> s{stage.stage.number}"
        for number in sorted(trace.build.reads.get(stage.stage.number, frozenset())):
            if not (isinstance(base, StageBase) and base.number == number):
                yield f"  s{number} -- COPY --> s{stage.stage.number}"
    bad = [f"s{one.stage.number}" for one in trace.stages if one.stage.label in wrong]
    if bad:
        yield "  classDef wrong stroke:#d1242f,stroke-width:3px"
        yield f"  class {','.join(bad)} wrong"


def _label(stage: StageTrace) -> str:
    name = readable(stage.stage.name) if stage.stage.name else f"stage {stage.stage.number}"
    return f"{_mermaid(name)}<br/>{_mermaid(title_of(stage.root))}"


def _mermaid(text: str) -> str:
    """Text inside a quoted label: all but plain characters as mermaid's numeric entities."""
    plain = " .,:/_-()"
    return "".join(char if char.isalnum() or char in plain else f"#{ord(char)};" for char in harmless(text)[:80])


def _said(comment: Comment) -> Iterator[str]:
    finding = comment.verdict.finding
    yield f"{SIGNS[finding.severity]} **{finding.code}** {markdown(finding.name)}: {_prose(finding.message)}."
    yield ""
    source = comment.reviewed.source
    if comment.verdict.is_moved:
        line = source.line_of(finding.span.start)
        yield f"This change is what makes line {line + 1} wrong: {code_span(source.line_text(line).strip()[:120])}"
        yield ""
    yield f"*{finding.confidence.word}*: {_prose(finding.why)}."
    yield ""
    if comment.suggestion:
        yield _fix_line("Fix", comment.suggestion.fix)
        yield ""


def _rest(comment: Comment) -> Iterator[str]:
    """The best fix where it is not the suggestion; the chain and the other fixes, folded."""
    source, finding = comment.reviewed.source, comment.verdict.finding
    report = FileReport(comment.path, source)
    chosen = comment.suggestion.fix if comment.suggestion else None
    made = [fix for fix in finding.fixes if not fix.obstacle]
    best = made[0] if made else None
    if best and best is not chosen:
        yield from _with_diff("Best fix", report, best)
    yield f"<details><summary>trace{', and other fixes' if made[1:] else ''}</summary>"
    yield ""
    yield from chain_lines(source, finding)
    for fix in made[1:]:
        if fix is not chosen:
            yield from _with_diff("Or", report, fix)
    yield "</details>"
    yield ""


def _with_diff(word: str, report: FileReport, fix: Fix) -> Iterator[str]:
    yield from (_fix_line(word, fix), "")
    diff = fix_diff(report, fix)
    if len(diff) <= MOST_TEXT:
        yield from (fenced(diff, "diff"), "")


def _prose(text: str) -> str:
    return prose(shortened(text, MOST_SAID))


def _fix_line(word: str, fix: Fix) -> str:
    return f"**{word}** ({fix.applicability.word}): {_prose(fix.title)}. Cost: {_prose(fix.cost)}."


def _suggestion(reviewed: Reviewed, verdict: Verdict) -> Suggestion | None:
    """The best fix whose lines the change shows, with the anchor and all that is between them.

    One that only may cure is none where a surer one is elsewhere in the file.
    """
    made = [fix for fix in verdict.finding.fixes if not fix.obstacle and fix.applicability > Applicability.DISPLAY]
    surest = max((fix.cure for fix in made), default=Confidence.POSSIBLE)
    for fix in made:
        if fix.cure is Confidence.POSSIBLE and surest > fix.cure:
            continue
        lines = changed_lines(reviewed.source, fix, verdict.anchor - 1)
        first, last = lines.first + 1, lines.last + 1
        if last - first < MOST_LINES and reviewed.change.hunk_of(first, last) and _is_text(lines):
            return Suggestion(first, last, _shown(lines.text), fix)
    return None


def _is_text(lines: Lines) -> bool:
    """Whether the text can be in a comment as it is; bytes that are no UTF-8, or very many, cannot."""
    return lines.text is None or ("\ufffd" not in readable(lines.text) and len(lines.text) <= MOST_TEXT)


def _shown(text: str | None) -> str | None:
    return None if text is None else readable(text).replace("\r\n", "\n")


def _old_line(reviewed: Reviewed, line: int) -> int | None:
    """The number of an unchanged line in the old file."""
    hunk = reviewed.change.hunk_of(line, line)
    return hunk.origins[line - hunk.new_start] if hunk else None
