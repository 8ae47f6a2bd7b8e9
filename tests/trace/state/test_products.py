"""What a tree of files keeps: which nature of a directory gives way to another, what lands, what is removed."""

import pytest

from dfix.confidence import Confidence
from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import trace
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Kind, Linkage
from dfix.trace.state.file_tree import FileTree, Landed
from dfix.trace.state.products import _gives_way
from dfix.trace.state.root import Root

PROGRAM = Artifact(Kind.PROGRAM, Linkage.DYNAMIC, None, "c", Confidence.LIKELY, "a test")
GUESSED = PORTABLE._replace(confidence=Confidence.POSSIBLE)
LIKELY = PORTABLE._replace(confidence=Confidence.LIKELY)


@pytest.mark.parametrize(
    ("old", "new", "gives_way"),
    [
        (UNKNOWN, GUESSED, True),
        (UNKNOWN, UNKNOWN, True),
        (LIKELY, PROGRAM, True),
        (GUESSED, LIKELY, True),
        (LIKELY, GUESSED, False),
        (LIKELY, LIKELY, False),
        (PROGRAM, LIKELY, False),
        (PROGRAM, PROGRAM._replace(confidence=Confidence.CERTAIN), False),
    ],
)
def test_what_is_known_of_a_directory_gives_way(old: Artifact, new: Artifact, gives_way: bool) -> None:
    assert _gives_way(old, new) is gives_way


def test_what_lands_is_found_below_its_directories_and_stays_apart() -> None:
    tree = FileTree()
    tree.land("/opt/a/one", PROGRAM)
    twin = tree.copy()
    twin.land("/opt/a/one", LIKELY)
    assert tree.landed_below("/opt") == [Landed("/opt/a/one", PROGRAM)]
    assert twin.landed_below("/opt/a") == [Landed("/opt/a/one", PROGRAM), Landed("/opt/a/one", LIKELY)]
    assert tree.landed_below("/opt/b") == []
    twin.remove("/opt/a")
    assert twin.landed_below("/") == []
    assert list(tree.landed) == [Landed("/opt/a/one", PROGRAM)]


def final(text: str) -> Root:
    return trace(plan(parse(Source(text.encode())), BuildOptions())).stages[-1].root


CARRIED = "FROM gcc:12 AS b\nRUN gcc -o /opt/app a.c\nFROM alpine:3.20\nCOPY --from=b / /rootfs\n"


@pytest.mark.parametrize(
    ("removed", "is_there", "has_app"),
    [
        ("/other", True, True),
        ("/rootfs2", True, True),
        ("/rootfs", False, False),
        ("/rootfs/opt", True, False),
        ("/rootfs/opt2", True, True),
    ],
)
def test_a_root_that_was_copied_whole_loses_what_is_removed_of_it(removed: str, is_there: bool, has_app: bool) -> None:
    root = final(f"{CARRIED}RUN rm -rf {removed}\n").carried_root("/rootfs")
    assert (root is not None) is is_there
    assert (root is not None and "/opt/app" in root.nodes) is has_app


def test_the_stage_that_was_copied_keeps_what_is_removed_of_the_copy() -> None:
    build = trace(plan(parse(Source(f"{CARRIED}RUN rm -rf /rootfs/opt\n".encode())), BuildOptions()))
    assert "/opt/app" in build.stages[0].root.nodes
