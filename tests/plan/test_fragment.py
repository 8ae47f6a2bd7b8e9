"""Parts of Dockerfiles and templates, which BuildKit never reads as they are."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dfix import Options, analyse
from dfix.cli import main
from dfix.plan import BuildOptions

NO_FROM = "RUN apt-get update\nCOPY a /a\n"
SLIP = "FROM alpine\nRUNN true\n"


def confidence(text: str, path: str) -> list[str]:
    found = analyse(text, Options(BuildOptions(path=path), min_confidence=Options().min_confidence.POSSIBLE)).findings
    return [finding.confidence.word for finding in found if finding.code == "DF001"]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (NO_FROM, "", "certain"),
        (NO_FROM, "Dockerfile", "certain"),
        (NO_FROM, "app/Containerfile", "certain"),
        (NO_FROM, "eng/dockerfile-templates/runtime/Dockerfile.envs", "possible"),
        (NO_FROM, "dockerfiles/rust.Dockerfile", "possible"),
        (NO_FROM, "docker/Dockerfile-run-alpine", "possible"),
        (NO_FROM, "includes/Dockerfile", "possible"),
        (SLIP, "rust.Dockerfile", "certain"),
        (SLIP, "docker-in-docker/Dockerfile", "certain"),
        (SLIP, "services/parts/Dockerfile", "certain"),
        (SLIP, "Dockerfile.in", "possible"),
        (SLIP, "Dockerfile-template.ubuntu", "possible"),
        (SLIP, "fragments/Dockerfile", "possible"),
        ("", "templates/Dockerfile", "possible"),
        ("", "x.Dockerfile", "certain"),
        ("FROM alpine\n%%ENV%%\n", "Dockerfile", "possible"),
        ("FROM alpine\n@@ENV@@\n", "Dockerfile", "possible"),
        ("FROM alpine\n<%= env %>\n", "Dockerfile", "possible"),
        ("INCLUDE base.dockerfile\nRUN true\n", "Dockerfile", "possible"),
        ("FROM alpine\nIMPORT ../install\n", "Dockerfile", "possible"),
        ("dnl the base\nFROM alpine\n", "Dockerfile", "possible"),
        ("# include the tools first\nRUN true\n", "Dockerfile", "certain"),
        ("#if you read this\nFROM alpine\nRUNN true\n", "Dockerfile", "certain"),
    ],
)
def test_how_sure_a_fault_is(text: str, path: str, expected: str) -> None:
    assert confidence(text, path) == [expected]


def test_the_path_comes_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Directories above the current one say nothing of a file."""
    folder = tmp_path / "templates" / "app"
    (folder / "includes").mkdir(parents=True)
    (folder / "Dockerfile").write_text(SLIP)
    (folder / "includes" / "Dockerfile").write_text(SLIP)
    monkeypatch.chdir(folder)
    shown = CliRunner().invoke(main, ["check", "."]).output
    assert "1 finding in 1 file" in shown
    assert "1 finding in 1 file" not in CliRunner().invoke(main, ["check", "includes"]).output
    assert "1 finding in 1 file" in CliRunner().invoke(main, ["check", str(folder / "Dockerfile")]).output
