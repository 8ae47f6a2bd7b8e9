"""Fixes are made only when somebody reads them, and they do not tell findings apart."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from dfix import Analysis, Family, Options, analyse
from dfix.config import Settings
from dfix.config.settings import FORMATS
from dfix.engine import analyse_all, proved
from dfix.findings import Fix, Repair
from dfix.report import WITHOUT_FIXES
from dfix.run.command import Request, run

GO = b"FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /app\n"
LIBRARY = b"FROM alpine:3.20\nRUN ldconfig /usr/local/lib\n"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the repairs of which a strategy makes a fix, in their order."""
    ids: list[str] = []
    fix, blocked = Repair.fix, Repair.blocked

    def counted_fix(self: Repair, *args: object, **named: object) -> Fix:
        ids.append(self.id)
        return fix(self, *args, **named)  # type: ignore[arg-type]  # the same arguments are passed on

    def counted_blocked(self: Repair, *args: object, **named: object) -> Fix:
        ids.append(self.id)
        return blocked(self, *args, **named)  # type: ignore[arg-type]  # the same arguments are passed on

    monkeypatch.setattr(Repair, "fix", counted_fix)
    monkeypatch.setattr(Repair, "blocked", counted_blocked)
    return ids


def dockerfiles(folder: Path, count: int) -> Iterator[str]:
    """Paths of Dockerfiles with a finding each."""
    for number in range(count):
        path = folder / f"{number}.Dockerfile"
        path.write_bytes((GO, LIBRARY)[number % 2])
        yield str(path)


def test_an_analysis_makes_no_fixes(made: list[str]) -> None:
    first, second = (analyse(GO).findings[0] for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
    assert first.identity == second.identity
    assert made == []


def test_fixes_are_made_once(made: list[str]) -> None:
    (finding,) = analyse(GO).findings
    assert finding.fixes is finding.fixes
    assert sorted(made) == sorted(fix.repair.id for fix in finding.fixes)


def test_fixes_do_not_tell_findings_apart() -> None:
    (finding,) = analyse(GO).findings
    assert finding.without_fixes() == finding
    assert {finding.without_fixes(), finding} == {finding}
    assert finding.without_fixes().fixes == ()


def test_the_preferred_family_comes_first() -> None:
    for family in (Family.STATIC, Family.MUSL, Family.GLIBC, Family.COMPAT):
        (finding,) = analyse(GO, Options(prefer=family)).findings
        assert finding.fixes[0].family is family
        assert list(finding.fixes) == sorted(finding.fixes, key=lambda fix: fix.rank(family))


def test_a_pickled_finding_has_its_fixes_and_no_trace() -> None:
    """Processes hand findings over; a trace is a hundred times larger."""
    (finding,) = analyse(GO).findings
    data = pickle.dumps(finding)
    again = pickle.loads(data)
    assert again == finding
    assert again.fixes == finding.fixes
    assert b"StageTrace" not in data
    assert pickle.loads(pickle.dumps(finding.without_fixes())).fixes == ()


def test_the_second_analysis_of_a_proof_makes_no_fixes(made: list[str]) -> None:
    analysis = analyse_all(GO + b"RUN ldconfig /usr/local/lib\n", Options())
    foreign = analysis.findings[0]
    fix = foreign.fixes[0]
    made.clear()
    assert isinstance(proved(analysis, [(foreign, fix)], Options()), Analysis)
    assert made == []


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", sorted(WITHOUT_FIXES))
def test_a_format_that_shows_no_fixes_calls_no_strategy(
    name: str, jobs: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A strategy that fails would be reported as dfix's own fault, with exit code 3."""
    for method in ("fix", "blocked"):
        monkeypatch.setattr(Repair, method, None)
    given = Settings(format=name, jobs=jobs)
    assert run(Request((*dockerfiles(tmp_path, 16),), given)) == 1
    assert capsys.readouterr().out.count("DF101") >= 8


def test_a_strategy_that_fails_concerns_its_file_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Repair, "fix", None)
    (tmp_path / "other.Dockerfile").write_bytes(b"FROM alpine:3.20\n")
    assert run(Request((*dockerfiles(tmp_path, 1), str(tmp_path / "other.Dockerfile")))) == 3
    assert "please report it" in capsys.readouterr().err


def test_a_quiet_run_calls_no_strategy(made: list[str], tmp_path: Path) -> None:
    assert run(Request((*dockerfiles(tmp_path, 1),), Settings(quiet=True))) == 1
    assert made == []


def test_a_baseline_calls_no_strategy(made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(Request((*dockerfiles(tmp_path, 1),), write_baseline=True)) == 0
    assert made == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_the_same_from_one_process_and_from_two(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So every format that shows fixes has them where findings come from another process."""
    paths = (*dockerfiles(tmp_path, 16),)
    shown = []
    for jobs in (1, 2):
        run(Request(paths, Settings(format=name, jobs=jobs)))
        shown.append(capsys.readouterr())
    assert shown[0] == shown[1]
