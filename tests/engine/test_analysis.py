"""The fix loop: what it proves, what it refuses, which findings it shows."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from dfix import Applicability, BuildError, BuildOptions, Confidence, Options, analyse, fix
from dfix.engine import Analysis, proved
from dfix.findings import Change, Finding, Fix, Repair
from dfix.rules.rule import Check, Rule
from dfix.text import Edit, Span
from dfix.trace import Trace

REPAIR = Repair("try", "tries something", "none", Applicability.SAFE, Change.WORDS)
GO = b"FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /app\n"


def test_a_second_run_is_silent() -> None:
    once = fix(GO)
    assert b"CGO_ENABLED=0 go build" in once.data
    assert analyse(once.data).findings == ()
    assert fix(once.data).data == once.data


def test_select_and_ignore() -> None:
    assert [f.code for f in analyse(GO, Options(select=("DF1",))).findings] == ["DF101"]
    assert analyse(GO, Options(select=("DF3",))).findings == ()
    assert analyse(GO, Options(ignore=("DF101",))).findings == ()


def test_min_confidence() -> None:
    assert analyse(GO, Options(min_confidence=Confidence.CERTAIN)).findings == ()


def test_target_decides_what_lands() -> None:
    text = GO + b"FROM alpine:3.20 AS other\n"
    assert analyse(text, Options(BuildOptions(target="other"))).findings == ()
    assert len(analyse(text, Options(BuildOptions(target="1"))).findings) == 1


def test_unknown_target() -> None:
    with pytest.raises(BuildError, match="no stage is named `nope`"):
        analyse(GO, Options(BuildOptions(target="nope")))


def test_build_arg_decides_the_base() -> None:
    text = GO.replace(b"alpine:3.20", b"${BASE}")
    text = b"ARG BASE=debian:12\n" + text
    assert analyse(text).findings == ()
    assert len(analyse(text, Options(BuildOptions(build_args={"BASE": "alpine:3.20"}))).findings) == 1


def only_rule(monkeypatch: pytest.MonkeyPatch, check: Check) -> Rule:
    """The one rule that the engine knows; ``check`` yields its findings."""
    rule = Rule("DF000", "made-up", "dfix.rules.rule", check, ())
    monkeypatch.setattr("dfix.engine.analysis.possible_codes", lambda *_: frozenset({rule.code}))
    monkeypatch.setattr("dfix.engine.analysis.rules_with", lambda codes: (rule,) if rule.code in codes else ())
    return rule


def test_a_fix_that_does_not_cure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof is the analysis of the fixed text, not the fix's word."""
    vain = REPAIR.fix("change a comment", (Edit(Span(0, 0), "# x\n"),))

    def check(trace: Trace) -> Iterator[Finding]:
        yield rule.finding(None, Span(0, 4), message="m", why="w", fixes=lambda: (vain,))

    rule = only_rule(monkeypatch, check)
    result = fix(b"FROM alpine\n")
    assert result.data == b"FROM alpine\n"
    assert [refusal.fix.title for refusal in result.refused] == ["change a comment"]


def test_a_fix_that_brings_a_new_finding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    worse = REPAIR.fix("make it worse", (Edit(Span(0, 0), "#worse\n"),))

    def check(trace: Trace) -> Iterator[Finding]:
        name = "new" if trace.source.text.startswith("#worse") else "old"
        yield rule.finding(None, Span(0, 1), message=name, why="w", fixes=lambda: (worse,))

    rule = only_rule(monkeypatch, check)
    result = fix(b"FROM alpine\n")
    assert result.data == b"FROM alpine\n"
    assert len(result.refused) == 1


def test_one_refused_fix_among_many_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def repair(match: re.Match[str]) -> tuple[Fix, ...]:
        return (REPAIR.fix("repair it", (Edit(Span(*match.span()), "X40!" if match[1] == "40" else "done"),)),)

    def check(trace: Trace) -> Iterator[Finding]:
        for match in re.finditer(r"X(\d+)", trace.source.text):
            yield rule.finding(None, Span(*match.span()), message=match[0], why="w", fixes=partial(repair, match))

    rule = only_rule(monkeypatch, check)
    result = fix(b"FROM alpine\n" + b"".join(b"# X%d\n" % number for number in range(60)))
    assert [finding.message for finding in result.remaining.findings] == ["X40"]
    assert len(result.refused) == 1


def test_fixes_of_a_kind_are_made_in_one_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred builds, each with its own fix, cost one proof and not a hundred."""
    rounds: list[int] = []

    def counted(before: Analysis, batch: Sequence[tuple[Finding, Fix]], options: Options) -> Analysis | str:
        rounds.append(len(batch))
        return proved(before, batch, options)

    monkeypatch.setattr("dfix.engine.repair.proved", counted)
    builds = "".join(f"RUN go build -o /app{n} .\n" for n in range(100))
    copies = "".join(f"COPY --from=build /app{n} /app{n}\n" for n in range(100))
    result = fix(f"FROM golang:1.22 AS build\n{builds}FROM alpine:3.20\n{copies}")
    assert result.text.count("CGO_ENABLED=0 go build") == 100
    assert rounds == [100]


def test_fixes_of_two_rules_in_one_line_are_both_made() -> None:
    text = "FROM golang:1.22 AS b\nRUN go build -o /lib/libx.so -buildmode=c-shared . && go build -o /app .\n"
    text += "FROM alpine:3.20\nCOPY --from=b /app /app\nRUN ldconfig /lib && ldconfig /usr/lib\n"
    result = fix(text)
    assert {one.finding.code for one in result.applied} == {"DF101", "DF301"}
    assert "ldconfig" not in result.text
    assert result.remaining.findings == ()
