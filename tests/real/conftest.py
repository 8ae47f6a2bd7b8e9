"""The store of base images, assembled once a session; without the tools the tests are skipped with a clear line."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from images import Store, assemble, missing_tool


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """``DFIX_REAL_STORE`` names a folder that is kept between runs."""
    reason = missing_tool()
    if reason:
        pytest.skip(f"no real builds here: {reason}")
    kept = os.environ.get("DFIX_REAL_STORE")
    return assemble(Path(kept) if kept else tmp_path_factory.mktemp("images"))
