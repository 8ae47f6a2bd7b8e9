"""What a file of a tree is, by its name."""

import pytest

from dfix import Confidence
from dfix.trace.state.artifact import Artifact, Kind, Linkage
from dfix.trace.state.file_tree import Node, _child, _is_for_products, inside

PROGRAM = Artifact(Kind.PROGRAM, Linkage.DYNAMIC, None, "c", Confidence.LIKELY, "", unnamed=True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("app", Kind.PROGRAM), ("libx.so.1", Kind.LIBRARY), ("app.tool", Kind.UNKNOWN), ("share/app", Kind.PORTABLE),
        ("a.md", Kind.PORTABLE), ("sub/app", Kind.UNKNOWN), ("release/app", Kind.PROGRAM),
    ],
)  # fmt: skip
def test_a_file_of_a_tree_that_holds_a_program_somewhere(name: str, kind: Kind) -> None:
    assert inside(PROGRAM, name).kind is kind


@pytest.mark.parametrize(("name", "is_tree"), [("a/bin", True), ("bin/a", False), ("target", True)])
def test_a_directory_by_its_name(name: str, is_tree: bool) -> None:
    assert _child(Node(PROGRAM, True), name).tree is is_tree


@pytest.mark.parametrize(
    ("name", "is_usual"), [("bin", True), ("lib", True), ("x86_64-unknown-linux-musl", True), ("packages", False)]
)
def test_where_products_usually_are(name: str, is_usual: bool) -> None:
    assert _is_for_products(name) is is_usual
