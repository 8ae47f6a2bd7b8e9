"""Options of the default command: each does what its help says."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from elf import GLIBC, STATIC

from dfix.cli import main
from dfix.text.toml import toml_table

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
TWO = GO + "RUN ldconfig /usr/lib\n"
WITHOUT_REASON = GO.replace("COPY", "# dfix: ignore=DF101\nCOPY")
WITH_REASON = GO.replace("COPY", "# dfix: ignore=DF101 -- gcompat is there\nCOPY")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of a whole run come from the current directory."""
    monkeypatch.chdir(tmp_path)


def checked(folder: Path, text: str, *words: str, configuration: str = "") -> Result:
    """Check a file of that text, in a directory with that configuration."""
    (folder / "Dockerfile").write_text(text)
    (folder / "dfix.toml").write_text(configuration)
    return CliRunner().invoke(main, ["--format", "concise", *words, str(folder / "Dockerfile")])


def codes(result: Result) -> list[str]:
    return [line.split(" ")[2] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "configuration", "left"),
    [
        pytest.param(["--fixable", "DF3"], "", ["DF101"], id="fixable"),
        pytest.param(["--unfixable", "DF3"], "", ["DF301"], id="unfixable"),
        pytest.param(["--fixable", "DF1,DF3", "--unfixable", "useless-ldconfig"], "", ["DF301"], id="both"),
        pytest.param([], 'unfixable = ["DF101"]', ["DF101"], id="from the configuration"),
        pytest.param([], "", [], id="all by default"),
    ],
)
def test_which_rules_are_repaired(words: list[str], configuration: str, left: list[str], tmp_path: Path) -> None:
    assert codes(checked(tmp_path, TWO, "--write", *words, configuration=configuration)) == left


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param(WITHOUT_REASON, [], [], id="comments suppress"),
        pytest.param(WITHOUT_REASON, ["--ignore-comments", "off"], ["DF101"], id="off"),
        pytest.param(WITHOUT_REASON, ["--require-reason"], ["DF101"], id="a reason is needed"),
        pytest.param(WITH_REASON, ["--require-reason"], [], id="a reason is there"),
    ],
)
def test_comments(text: str, words: list[str], found: list[str], tmp_path: Path) -> None:
    assert codes(checked(tmp_path, text, *words)) == found


def test_a_missing_reason_is_told(tmp_path: Path) -> None:
    result = checked(tmp_path, WITHOUT_REASON, "--require-reason", "--format", "text")
    assert "gives no reason" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("words", "configuration", "code"),
    [
        pytest.param([], "", 1, id="an error"),
        pytest.param([], '[severity]\nDF101 = "warning"', 1, id="a warning fails by default"),
        pytest.param(["--fail-level", "error"], '[severity]\nDF101 = "warning"', 0, id="below the level"),
        pytest.param(["--fail-level", "warning"], '[severity]\nDF101 = "warning"', 1, id="at the level"),
        pytest.param(["--fail-level", "error"], '[severity]\nDF = "info"\nforeign-libc = "error"', 1, id="by name"),
        pytest.param([], 'fail-level = "error"\n[severity]\nDF1 = "info"', 0, id="from the configuration"),
        pytest.param(["--fail-level", "error", "--exit-zero"], "", 0, id="exit zero comes first"),
        pytest.param(["--write"], "", 0, id="repaired"),
        pytest.param(["--write", "--exit-non-zero-on-fix"], "", 1, id="repaired, and that fails"),
    ],
)
def test_exit_codes(words: list[str], configuration: str, code: int, tmp_path: Path) -> None:
    assert checked(tmp_path, GO, *words, configuration=configuration).exit_code == code


@pytest.mark.parametrize(
    ("configuration", "says"),
    [
        ('[severity]\nDF101 = "fatal"', "it is one of error, warning, info"),
        ('[severity]\nDF9 = "error"', "there is no rule DF9"),
        ('severity = "error"', "it is a table"),
        ('fixable = "DF1"', "it is a list of texts"),
    ],
)
def test_wrong_settings_are_told(configuration: str, says: str, tmp_path: Path) -> None:
    result = checked(tmp_path, GO, configuration=configuration)
    assert result.exit_code == 2
    assert says in result.output


def test_a_severity_is_shown(tmp_path: Path) -> None:
    assert " info DF101 " in checked(tmp_path, GO, configuration='[severity]\nDF101 = "info"').stdout


def test_the_findings_go_into_a_file(tmp_path: Path) -> None:
    result = checked(tmp_path, GO, "--output-file", "found.json", "--format", "json", "--color", "auto")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads((tmp_path / "found.json").read_text())["files"][0]["findings"][0]["code"] == "DF101"
    result = checked(tmp_path, GO, "-o", "found.txt", "--format", "text")
    assert result.stdout == ""
    assert "DF101 foreign-libc" in (tmp_path / "found.txt").read_text()
    assert "checked 1 file" in result.stderr


def test_an_output_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = checked(tmp_path, GO, "-o", "no/such/directory")
    assert result.exit_code == 2
    assert "no/such/directory: error:" in result.stderr


def test_every_fix_in_full(tmp_path: Path) -> None:
    assert "install gcompat\n" in checked(tmp_path, GO, "--format", "text").stdout
    assert "+ RUN apk add --no-cache gcompat" not in checked(tmp_path, GO, "--format", "text").stdout
    assert "+ RUN apk add --no-cache gcompat" in checked(tmp_path, GO, "--format", "text", "--show-fixes").stdout


def test_which_files_would_be_checked(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "Dockerfile.dev").write_text("nonsense")
    result = CliRunner().invoke(main, ["--show-files", "."])
    assert (result.exit_code, result.stdout) == (0, "a/Dockerfile.dev\n")


def test_which_settings_a_file_has(tmp_path: Path) -> None:
    configuration = 'select = ["DF1"]\nmin-confidence = "possible"\nbuild-args = { V = 1 }\n'
    result = checked(tmp_path, GO, "--show-settings", "--prefer", "static", configuration=configuration)
    shown = result.stdout.replace(str(tmp_path), "")
    assert shown.startswith("# /Dockerfile: /dfix.toml\n")
    assert dict(toml_table(shown)) == {
        "select": ["DF1"],
        "min-confidence": "possible",
        "prefer": "static",
        "build-args": {"V": "1"},
        "format": "concise",
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(["--config", 'select = ["DF3"]'], [], id="TOML"),
        pytest.param(["--config", "min-confidence=certain"], [], id="a plain text"),
        pytest.param(["--config", "severity.DF101=info", "--config", "prefer=musl"], ["DF101"], id="two, and a table"),
        pytest.param(["--config", 'select=["DF3"]', "--select", "DF1"], ["DF101"], id="an option comes before it"),
    ],
)
def test_one_setting_of_the_configuration(words: list[str], found: list[str], tmp_path: Path) -> None:
    assert codes(checked(tmp_path, GO, *words)) == found


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--config", "prefr=musl"], "there is no setting prefr; did you mean prefer?"),
        (["--config", "prefer=moose"], "it is one of static, glibc, musl, compat"),
        (["--config", "a.toml", "--config", "b.toml"], "more than one file"),
        (["--platform", "linux"], "it is OS/ARCH or OS/ARCH/VARIANT"),
        (["--platform", "linux/amd46"], "did you mean amd64?"),
        (["--platform", "linux/arm64/v8/x"], "it is OS/ARCH"),
        (["--context", "nowhere"], "there is no such directory"),
        (["--write", "--fix-id", "cgo-of"], "did you mean cgo-off?"),
    ],
)
def test_wrong_values_are_refused(words: list[str], says: str, tmp_path: Path) -> None:
    result = checked(tmp_path, GO, *words)
    assert result.exit_code == 2
    assert says in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chek"], "did you mean dfix check?"),
        (["inspect", "alpine:3.20"], "docker save alpine:3.20 -o image.tar"),
        (["explain", "forein-libc"], "did you mean foreign-libc?"),
    ],
)
def test_likely_mistakes_get_a_hint(words: list[str], says: str) -> None:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert says in result.output


def test_a_table_for_pyproject_in_the_own_file_gets_a_hint(tmp_path: Path) -> None:
    result = checked(tmp_path, GO, configuration='[tool.dfix]\nselect = ["DF1"]\n')
    assert "[tool.dfix] is for pyproject.toml" in result.output


def test_a_file_is_no_slip_of_a_command(tmp_path: Path) -> None:
    (tmp_path / "chek").write_text(GO)
    assert "DF101" in CliRunner().invoke(main, ["chek"]).output


def test_what_the_configuration_allows_can_be_taken_back(tmp_path: Path) -> None:
    """Both are on in the file, and off on the command line."""
    runtime = GO.replace("go build", "go build -race")  # no safe fix
    configuration = "unsafe-fixes = true\nexit-zero = true\n"
    assert codes(checked(tmp_path, runtime, "--write", configuration=configuration)) == []
    left = checked(tmp_path, runtime, "--write", "--no-unsafe-fixes", configuration=configuration)
    assert (codes(left), left.exit_code) == (["DF101"], 0)
    left = checked(tmp_path, runtime, "--no-exit-zero", configuration=configuration)
    assert (codes(left), left.exit_code) == (["DF101"], 1)


def test_an_own_fault_is_told_of_in_one_line_unless_it_is_debugged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LookupError("no such table")

    monkeypatch.setattr("dfix.run.work.relevant_codes", fail)
    told = checked(tmp_path, GO)
    assert told.exit_code == 3
    assert "dfix failed on this file (LookupError: no such table); please report it" in told.output
    assert isinstance(checked(tmp_path, GO, "--debug").exception, LookupError)


@pytest.mark.parametrize(("words", "is_colored"), [((), False), (("--color", "always"), True)])
def test_colors_of_a_graph(words: tuple[str, ...], is_colored: bool, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(GO)
    assert ("\x1b[" in CliRunner().invoke(main, ["graph", *words, "Dockerfile"]).stdout) is is_colored


def test_further_names_of_a_report(tmp_path: Path) -> None:
    (tmp_path / "image.txt").write_text(GO)
    assert 'data-path="image.txt"' not in CliRunner().invoke(main, ["report", "--output", "-", "."]).stdout
    shown = CliRunner().invoke(main, ["report", "--output", "-", "--include", "image.*", "."]).stdout
    assert 'data-path="image.txt"' in shown


def test_a_configuration_that_tells_of_images(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[images."corp/*"]\nlike = "debian:12"\n')
    assert CliRunner().invoke(main, ["images", "corp/base:1"]).exit_code == 1
    assert "Debian 12" in CliRunner().invoke(main, ["images", "--config", "own.toml", "corp/base:1"]).stdout


def test_files_that_lack_nothing_are_shown_where_all_are_asked_for(tmp_path: Path) -> None:
    for name, data in (("right", STATIC), ("wrong", GLIBC)):
        (tmp_path / name).write_bytes(data)
        (tmp_path / name).chmod(0o755)
    words = ["inspect", "--against", "alpine:3.20", "."]
    assert "/right" not in CliRunner().invoke(main, words).stdout
    assert "/right" in CliRunner().invoke(main, [*words, "--all"]).stdout


@pytest.mark.parametrize(
    ("service", "key"), [("github", "start_side"), ("gitlab", "position"), ("gitea", "new_position")]
)
def test_the_forge_of_a_review_decides_what_it_prints(service: str, key: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(GO)
    lines = "".join(f"+{line}\n" for line in GO.splitlines())
    change = f"--- /dev/null\n+++ b/Dockerfile\n@@ -0,0 +1,4 @@\n{lines}"
    shown = CliRunner().invoke(main, ["review", "--diff", "-", "--service", service], input=change)
    assert [name for name in ("start_side", "position", "new_position") if f'"{name}":' in shown.stdout] == [key]
