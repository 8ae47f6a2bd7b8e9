"""Text of a configuration file, which may be anybody's, is escaped in every output like text of a Dockerfile."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dfix.config import ConfigError, Finder
from dfix.config.settings import FORMATS
from dfix.report import RenderOptions
from dfix.report.escape import address
from dfix.report.text import Painter

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "FORCE_COLOR": "1"}
GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
EVIL = "\\u001b[2J\\u0007\\u202e::error::x ##[error]y ##vso[task.x]z) **b** <img src=x>`"
# A colour, or a link to a rule's page, as dfix itself writes them.
OWN = re.compile(rb"\x1b\[[0-9;]*m|\x1b\]8;;[!-~]*\x1b\\")
HARMFUL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xe2\x80\xae|^::error::x|##\[error\]y|##vso\[", re.MULTILINE)


def said(words: list[str], folder: Path) -> bytes:
    call = [sys.executable, "-m", "dfix", *words]
    done = subprocess.run(call, cwd=folder, env=ENVIRONMENT, capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stderr
    return OWN.sub(b"", done.stdout + b"\n" + done.stderr)


CONFIGURATIONS = {
    "a page": f'rule-url = "https://example.org/{EVIL}{{code}}"\n',
    "a key": f'"{EVIL}" = 1\n',
    "a rule": f'select = ["{EVIL}"]\n',
    "a stage": f'target = "{EVIL}"\n',
    "a baseline": f'baseline = "{EVIL}"\n',
    "an image": f'[images."{EVIL}"]\nlike = "{EVIL}"\n',
    "a platform": f'platform = "{EVIL}"\n',
    "an argument": f'[build-args]\nX = "{EVIL}"\n',
    "another file": f'extend = "{EVIL}"\n',
    "a pattern": f'[per-path."{EVIL}"]\nselect = ["{EVIL}"]\n',
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
@pytest.mark.parametrize("output_format", ["text", "github", "markdown", "sarif"])
def test_a_configuration_of_anybody(name: str, output_format: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(GO.replace("/app", "/app$X") if "argument" in name else GO)
    (tmp_path / "dfix.toml").write_text(CONFIGURATIONS[name])
    for words in (["--format", output_format], ["review", "--diff", "x.diff"], ["--write-baseline"]):
        (tmp_path / "x.diff").write_text("--- /dev/null\n+++ b/Dockerfile\n@@ -0,0 +1,1 @@\n+FROM a\n")
        shown = said(words, tmp_path)
        assert not HARMFUL.search(shown), shown


COMMANDS = [
    ["graph", "Dockerfile"],
    ["report", "-o", "-", "Dockerfile"],
    ["explain", "DF101:1", "Dockerfile"],
    ["images"],
    ["prove", "Dockerfile"],
    ["--show-settings"],
    ["--show-files"],
    ["--add-ignores", "x", "Dockerfile"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
def test_no_command_lets_a_configuration_speak(words: list[str], tmp_path: Path) -> None:
    """None ends in a traceback either."""
    (tmp_path / "Dockerfile").write_text(GO)
    for text in (*CONFIGURATIONS.values(), f'lock = "{EVIL}"\n'):
        (tmp_path / "dfix.toml").write_text(text)
        shown = said(words, tmp_path)
        assert not HARMFUL.search(shown), shown


@pytest.mark.parametrize("url", ["javascript:alert(1)//{code}", "command:x", "https://a b/", "https://a/\x1b", "x"])
def test_a_page_is_at_an_address(url: str, tmp_path: Path) -> None:
    (tmp_path / "dfix.toml").write_text(f"rule-url = {url!r}\n".replace("'", '"').replace("\\x1b", "\\u001b"))
    with pytest.raises(ConfigError, match="it is an address"):
        Finder().for_directory(str(tmp_path))


def test_an_address_ends_no_link() -> None:
    evil = "https://a.example/{code}) [x](http://b)\"'<>\x1b\\\u202e|`"
    assert re.fullmatch(r"[\w:/.?#@!$&*+,;=%~-]+", address(evil, "DF101"))
    assert address("https://a.example/x/{code}.md?y=1#z", "DF101") == "https://a.example/x/DF101.md?y=1#z"
    assert Painter(color=True, rule_url=evil).code("DF101").count("\x1b") == 6
    assert RenderOptions(rule_url=evil).page("DF101") == address(evil, "DF101")


def test_every_format_is_meant() -> None:
    """What is tested above stands for all: the others are JSON in ASCII, XML, or lines of ``harmless`` text."""
    assert set(FORMATS) >= {"text", "github", "markdown", "sarif"}
