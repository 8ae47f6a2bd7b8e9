"""The recorded session is what dfix says today; `python scripts/walkthrough.py WHEEL STORE` records it anew."""

import sys
from pathlib import Path

import walkthrough


def test_the_page_is_current(tmp_path: Path) -> None:
    """What the proof prints is compared where it can be made (``tests/real/test_walkthrough.py``)."""
    paths = ":".join(filter(None, sys.path))
    prefix = f'dfix() {{ PYTHONPATH={paths} {sys.executable} -m dfix "$@"; }}; export COLUMNS=80'
    text = walkthrough.PAGE.read_text(encoding="utf-8")
    proof = walkthrough.recorded(text)
    assert "1 finding: 1 proved; 1 of 1 fix tried hold" in " ".join(proof.split())
    assert text == walkthrough.page(walkthrough.ran(tmp_path, prefix, proof))


def test_it_takes_fewer_than_ten_commands() -> None:
    assert len(walkthrough.INSTALL) + len(walkthrough.COMMANDS) < 10
