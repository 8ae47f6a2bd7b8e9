"""Options of the default command: each does what its help says."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dfix.cli import main

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
