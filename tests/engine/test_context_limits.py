"""A context of many or long files: what is kept of it, and what is read of it, is bounded."""

from pathlib import Path

import pytest

from dfix import Options, analyse
from dfix.context import Folder, folder
from dfix.context.digest import Digest
from dfix.trace.state import file_tree

PIP = "FROM python:3.12-slim\nWORKDIR /w\nCOPY . .\nRUN pip install -r requirements.txt\n"
OPENCV = "opencv-python==4.8.1.78\n"


def test_texts_are_kept_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        (tmp_path / f"{number}").write_text("x" * 100)
    monkeypatch.setattr(folder, "MOST_KEPT", 250)
    context = Folder(str(tmp_path))
    assert [len(context.read(str(number % 9)) or "") for number in range(18)] == [100] * 18
    assert sum(len(text or "") for text in context._texts.values()) <= 250


@pytest.mark.parametrize(("most", "found"), [(10 * len(OPENCV), True), (len(OPENCV) - 1, False)])
def test_what_is_read_for_one_dockerfile_is_limited(most: int, found: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_tree, "MOST_TEXT", most)
    options = Options(context=Digest({"requirements.txt": OPENCV}))
    assert bool(analyse(PIP, options).findings) is found


def test_no_very_long_file_is_a_list_of_requirements() -> None:
    options = Options(context=Digest({"requirements.txt": OPENCV + "# x\n" * 200_000}))
    assert not analyse(PIP, options).findings
