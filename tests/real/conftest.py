"""The store of base images, and what the driver saw; without the tools the tests are skipped with a clear line.

``DFIX_REAL_STORE`` names a folder for the images that is kept between runs, ``DFIX_REAL_VERDICTS`` a file
to which every verdict is written, one a line; ``scripts/quality_page.py`` makes the table of docs/quality.md of it.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from driver import Driver, Verdict, table
from images import USUAL, Store, missing_tool, open_store

VERDICTS: list[Verdict] = []


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of this session, or the kept one; images are made when they are asked for."""
    reason = missing_tool()
    if reason:
        pytest.skip(f"no real builds here: {reason}")
    kept = os.environ.get("DFIX_REAL_STORE")
    store = open_store(Path(kept) if kept else tmp_path_factory.mktemp("images"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def store(opened: Store) -> Store:
    """The store with the usual images."""
    assert all(opened.has(name) for name in USUAL), opened.failures
    return opened


@pytest.fixture(scope="session")
def driver(opened: Store) -> Driver:
    """Builds and runs in the store."""
    return Driver(opened)


@pytest.fixture(scope="session")
def verdicts() -> list[Verdict]:
    """What became of every fix of this run."""
    return VERDICTS


def pytest_runtest_logfinish() -> None:
    """Write the verdicts after each test: a long run may be stopped."""
    kept = os.environ.get("DFIX_REAL_VERDICTS")
    if kept and VERDICTS:
        lines = (
            json.dumps({**one._asdict(), "applicability": one.applicability.word, "cure": one.cure.word})
            for one in VERDICTS
        )
        Path(kept).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of claims, and the fixes whose claim does not hold."""
    if not VERDICTS:
        return
    terminalreporter.section("claims and what building shows")
    for claim, cured, decided in table(VERDICTS):
        terminalreporter.line(f"{claim}: {cured} of {decided} cured")
    for one in VERDICTS:
        if one.happened in ("not cured", "no build"):
            terminalreporter.line(f"{one.happened}: {one.case}: {one.claim}: {one.title}")
