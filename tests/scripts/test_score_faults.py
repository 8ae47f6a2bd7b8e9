"""The score of real faults is counted as it says, on a repository made here."""

import subprocess
from pathlib import Path

import pytest
from score_faults import LIST, Fault, Finding, changed_lines, faults, is_near, main, stages_of

TWO_STAGES = (
    "FROM golang:1.22 AS build\nCOPY . .\nRUN {build}\n\nFROM alpine:3.20\nCOPY --from=build /app /app\nCMD /app\n"
)
ROW = Fault("a/b", "1", "2", "Dockerfile", "", ".", "libc", "DF101", "yes", "yes", "")


def git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, files: dict[str, str]) -> str:
    """A commit of these files and no others changed."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, list[str]]:
    """A clone ``a+b/repo`` with a fault and its repair below ``src``, and the two commits."""
    folder = tmp_path / "a+b" / "repo"
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    server = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":80", nil) }\n'
    wrong = {"src/Dockerfile": TWO_STAGES.format(build="go build -o /app ."), "src/go.mod": "module a\n"}
    before = commit(folder, {**wrong, "src/main.go": server, "large.png": "x"})
    after = commit(folder, {"src/Dockerfile": TWO_STAGES.format(build="CGO_ENABLED=0 go build -o /app .")})
    return tmp_path, [before, after]


def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rows: list[str], *words: str) -> int:
    path = tmp_path / "faults.tsv"
    path.write_text("\n".join(["\t".join(Fault._fields), *rows]) + "\n")
    monkeypatch.setattr("sys.argv", ["score_faults.py", str(tmp_path), "--list", str(path), *words])
    return main()


def test_counts(
    clones: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, (before, after) = clones
    tail = "src/Dockerfile\t\tsrc\tlibc"
    rows = [
        f"a/b\t{before}\t{after}\t{tail}\tDF101\tyes\tyes\tx",
        f"a/b\t{before}\t{after}\t{tail}\tDF303\tyes\tyes\tanother code is expected",
        f"a/b\t{before}\t{after}\t{tail}\tDF101\tno: downloaded\tyes\tx",
        f"c/d\t{before}\t{after}\t{tail}\tDF101\tyes\tyes\tthere is no such clone",
    ]
    assert run(monkeypatch, folder, rows) == 0
    shown = capsys.readouterr().out
    half = ROW._replace(path="src/Dockerfile").half
    assert f"{half:7} {'libc':13}      2      1        0      1   0.500      0" in shown
    assert shown.endswith("4 faults; not knowable 1; without a clone 1\n")


def test_a_finding_that_stays(
    clones: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, (before, after) = clones
    assert run(monkeypatch, folder, [f"a/b\t{after}\t{before}\tsrc/Dockerfile\t\tsrc\tlibc\tDF101\tyes\tyes\tx"]) == 0
    assert "      1      0        0      1   0.000      1" in capsys.readouterr().out
    row = f"a/b\t{after}\t{before}\tsrc/Dockerfile\t\tsrc\tlibc\tDF101\tyes\tno: the tag moved\tx"
    assert run(monkeypatch, folder, [row]) == 0
    assert "      1      0        0      1   0.000      0" in capsys.readouterr().out


def test_only_the_half_seen_is_listed(
    clones: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, (before, after) = clones
    row = f"a/b\t{before}\t{after}\tsrc/Dockerfile\t\tsrc\tlibc\tDF101\tyes\tyes\tx"
    run(monkeypatch, folder, [row], "--rows")
    listed = "found    libc" in capsys.readouterr().out
    assert listed == (ROW._replace(path="src/Dockerfile").half == "seen")


@pytest.mark.parametrize(
    ("diff", "lines"),
    [
        pytest.param("@@ -3 +3 @@\n-a\n+b\n", [3], id="one-line"),
        pytest.param("@@ -3,2 +3,0 @@\n", [3, 4], id="removed"),
        pytest.param("@@ -5,0 +6,2 @@\n", [5], id="inserted-below-5"),
        pytest.param("@@ -1 +1 @@\n@@ -9,2 +9 @@\n", [1, 9, 10], id="two-places"),
        pytest.param("", [], id="none"),
    ],
)
def test_changed_lines(diff: str, lines: list[int]) -> None:
    assert changed_lines(diff) == lines


def test_stages() -> None:
    text = "ARG X\nFROM a\nRUN b\nfrom c\nRUN d\n"
    assert stages_of(text, [3]) == {0}
    assert stages_of(text, [4, 5]) == {1}
    assert stages_of(text, [1]) == {0, 1}


def test_near() -> None:
    text = "FROM a\nRUN b\nFROM c\nCOPY d e\n"
    assert is_near(text, Finding("DF101", "likely", (4, 2)), [2])
    assert not is_near(text, Finding("DF101", "likely", (4,)), [2])
    assert is_near(text, Finding("DF101", "likely", (4,)), [])


def test_near_through_a_named_base() -> None:
    text = "FROM a AS base\nFROM --platform=x base as b\nRUN c\nFROM d\nCOPY --from=b e /\n"
    assert is_near(text, Finding("DF103", "likely", (5, 3)), [1])
    assert not is_near(text, Finding("DF103", "likely", (5,)), [1])


LISTS = [LIST, LIST.with_name("library_faults.tsv"), LIST.with_name("faults-2.tsv"), LIST.with_name("faults-3.tsv")]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_is_in_order(path: Path) -> None:
    rows = faults(path)
    codes = {code for row in rows for code in row.expected}
    assert all(len(row.before) == len(row.fix) == 40 for row in rows)
    assert len({(row.repository, row.path, row.before) for row in rows}) == len(rows)
    assert all(row.knowable == "yes" or row.knowable.startswith("no: ") for row in rows)
    assert all(row.repaired == "yes" or row.repaired.startswith("no: ") for row in rows)
    assert all(code.startswith("DF") for code in codes)
    assert all(row.sentence.endswith(".") for row in rows)
    assert {row.half for row in rows} == {"seen", "unseen"}


def test_each_list_has_other_repositories() -> None:
    names = [row for path in LISTS for row in {row.repository.lower() for row in faults(path)}]
    assert len(names) == len(set(names))
