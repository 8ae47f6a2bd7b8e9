"""The proof that docs/walkthrough.md shows is made, and prints that."""

import re
import sys
from pathlib import Path

import pytest
from images import Store

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import walkthrough

pytestmark = pytest.mark.real


def test_the_proof_is_the_recorded_one(store: Store, tmp_path: Path) -> None:
    store.run("tag", "docker.io/library/golang:1.19-bookworm", f"docker.io/library/{walkthrough.GO}")
    paths = ":".join(filter(None, sys.path))
    prefix = f'dfix() {{ PYTHONPATH={paths} {sys.executable} -m dfix "$@"; }}; export COLUMNS=80'
    shown = {command: output for command, _, output in walkthrough.ran(tmp_path, prefix, environment=store.environment)}
    page = walkthrough.recorded(walkthrough.PAGE.read_text(encoding="utf-8"))
    assert _of_any_builder(shown[walkthrough.PROVE].rstrip()) == _of_any_builder(page)


def _of_any_builder(text: str) -> str:
    return re.sub(r" with \w+$", "", text, flags=re.MULTILINE)
