"""The recorded session is what dfix says today; `python scripts/walkthrough.py WHEEL` records it anew."""

import sys
from pathlib import Path

import walkthrough


def test_the_page_is_current(tmp_path: Path) -> None:
    paths = ":".join(filter(None, sys.path))
    prefix = f'dfix() {{ PYTHONPATH={paths} {sys.executable} -m dfix "$@"; }}; export COLUMNS=80'
    assert walkthrough.PAGE.read_text(encoding="utf-8") == walkthrough.page(walkthrough.ran(tmp_path, prefix))


def test_it_takes_fewer_than_ten_commands() -> None:
    assert len(walkthrough.INSTALL) + len(walkthrough.COMMANDS) < 10
