"""The figures of what was read are counted as they say, on a repository made here."""

import subprocess
from pathlib import Path

import precision
import pytest
from precision import Found, Result, figures, main, part_of, rows

WRONG = "FROM golang:1.22 AS b\nCOPY . .\nRUN go build -o /a .\nFROM alpine:3.20\nCOPY --from=b /a /a\nCMD /a\n"
SERVER = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":80", nil) }\n'


@pytest.fixture
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone ``a+b/repo`` with two Dockerfiles, of which one is wrong, and lists that name it."""
    folder = tmp_path / "clones" / "a+b" / "repo"
    for name, text in {
        "x/Dockerfile": WRONG,
        "x/go.mod": "module a\n",
        "x/a.go": SERVER,
        "Dockerfile": "FROM alpine\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        git = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
        subprocess.run(git, check=True, capture_output=True)
    wild = tmp_path / "wild"
    wild.mkdir()
    (wild / "repositories.tsv").write_text("repository\tcommit\na/b\tHEAD\nc/d\tHEAD\n")
    (wild / "readings.tsv").write_text("repository\tpath\tcode\tverdict\tevidence\twhy\n")
    monkeypatch.setattr(precision, "WILD", wild)
    return tmp_path / "clones"


def printed(
    clones: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> list[str]:
    monkeypatch.setattr("sys.argv", ["precision.py", str(clones), *words])
    assert main() == 0
    return capsys.readouterr().out.splitlines()


def test_a_finding_is_listed_until_it_is_read(
    clones: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = printed(clones, monkeypatch, capsys, "--new")
    assert first[0].startswith("a/b\tx/Dockerfile\t5\tDF101\t\t`/a` cannot start")
    assert first[-2].split() == ["all", "1", "2", "1", "0", "0", "0", "1", "-"]
    assert first[-1] == "without a clone: 1"
    with (precision.WILD / "readings.tsv").open("a") as file:
        file.write("a/b\tx/Dockerfile\tDF101\ttrue\tdefault of a toolchain\tThe server imports net/http.\n")
    second = printed(clones, monkeypatch, capsys, "--new")
    assert second[0].startswith("part")
    assert second[-2].split() == ["all", "1", "2", "1", "1", "0", "0", "0", "1.000"]


def test_figures() -> None:
    """Half of what is judged is false; what is open counts for neither side."""
    names = [f"a/{number}" for number in range(40)]
    seen, unseen = (next(name for name in names if part_of(name) == part) for part in ("tuning", "unseen"))
    found = [Found(seen, "x", 1, "DF101", verdict, "") for verdict in ("true", "false", "open", "")]
    table = [line.split() for line in figures([Result(seen, 3, tuple(found)), Result(unseen, 2, ())])]
    assert table[1:] == [
        ["tuning", "1", "3", "4", "1", "1", "1", "1", "0.500"],
        ["unseen", "1", "2", "0", "0", "0", "0", "0", "-"],
        ["all", "2", "5", "4", "1", "1", "1", "1", "0.500"],
    ]


def test_the_lists_are_in_order() -> None:
    listed = list(rows("repositories.tsv"))
    readings = list(rows("readings.tsv"))
    names = [name for name, _ in listed]
    assert names == sorted(set(names), key=str.lower)
    assert all(len(commit) == 40 for _, commit in listed)
    assert {part_of(name) for name in names} == {"tuning", "unseen"}
    assert {repository for repository, *_ in readings} <= set(names)
    assert {verdict for _, _, _, verdict, *_ in readings} <= {"true", "false", "open"}
    assert all(why.endswith(".") for *_, why in readings)
