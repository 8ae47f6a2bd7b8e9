"""``dfix explain``: pages by every name that there is, and one fix of a file in full."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dfix.cli import main

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"


def explained(*words: str) -> Result:
    return CliRunner().invoke(main, ["explain", *words])


@pytest.mark.parametrize(
    ("word", "titles"),
    [
        pytest.param("DF101", ["# DF101 foreign-libc"], id="code"),
        pytest.param("useless-ldconfig", ["# DF301 useless-ldconfig"], id="name"),
        pytest.param("useless-remark", ["# DF002 unused-directive"], id="a name from before"),
        pytest.param("df40", ["# DF401 needless-compat", "# DF402 loader-symlink"], id="the beginning of codes"),
        pytest.param("cgo-off", ["# cgo-off"], id="a fix"),
    ],
)
def test_a_page_by_every_name(word: str, titles: list[str]) -> None:
    shown = explained(word)
    assert shown.exit_code == 0
    assert re.findall(r"^# (?:DF\d{3} \S+|[a-z]+-[a-z]+)$", shown.output, re.MULTILINE) == titles


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("forein-libc", "did you mean foreign-libc?"),
        ("cgo-of", "did you mean cgo-off?"),
        ("", "there is no rule and no fix"),
        ("DF101:nope", "there is no fix DF101:nope"),
        ("DF9:1", "there is no fix DF9:1"),
    ],
)
def test_a_wrong_name_is_told(word: str, says: str) -> None:
    shown = explained(word)
    assert shown.exit_code == 2
    assert says in shown.output


@pytest.mark.parametrize(("name", "edit"), [("4", "+ FROM gcr.io/distroless/base-debian12"), ("cgo-off", "+ RUN CGO_")])
def test_one_fix_in_full(name: str, edit: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(GO)
    shown = explained(f"df101:{name}", str(tmp_path / "Dockerfile"))
    assert edit in shown.output
    assert shown.output.count("= fix") == 1


@pytest.mark.parametrize(
    ("name", "says"), [("DF101:9", "has a fix 9"), ("DF301:1", "no finding of DF301"), ("DF101:1", "no such file")]
)
def test_no_such_fix_in_the_file(name: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    if "such file" not in says:
        path.write_text(GO)
    shown = explained(name, str(path))
    assert shown.exit_code == 2
    assert says in shown.output.replace("\n", " ")
