"""Directories of the build context that are copied over each other."""

from pathlib import Path

from dfix.context import Folder
from dfix.engine.analysis import analyse
from dfix.engine.options import Options


def test_contents_of_a_directory_lie_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.opam").write_text("a")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.ml").write_text("x")
    (tmp_path / "src" / "cli").mkdir(parents=True)
    (tmp_path / "src" / "cli" / "dune").write_text("cli")
    text = b"FROM alpine:3.20\nCOPY a.opam /p/\nCOPY other /p/\nCOPY a.opam src /p/\n"
    root = analyse(text, Options()._replace(context=Folder(tmp_path))).trace.stages[0].root
    assert root.read("/p/a.opam") == "a"
    assert root.read("/p/x.ml") == "x"
    assert root.read("/p/cli/dune") == "cli"
