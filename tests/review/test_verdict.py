"""Which findings belong into a review, and on which line they stand."""

from pathlib import Path

import pytest
from scenario import AFTER, BEFORE, diff_of, reviewed

from dfix.config import Settings
from dfix.review.session import Trust, review

# name: before, after, (rule, anchor line, moved)
CHANGES = {
    "the runtime moves to Alpine": (BEFORE, AFTER, [("DF101", 6, True)]),
    "a wrong line is new": (
        AFTER.replace("COPY --from=build /server /usr/local/bin/server\n", ""),
        AFTER,
        [("DF101", 8, False)],
    ),
    "the file is new": (None, AFTER, [("DF101", 8, False)]),
    "it was wrong before": (AFTER, AFTER.replace("USER app", "USER nobody"), []),
    "it was wrong before, and lines have moved": (AFTER, f"# a comment\n\n{AFTER}", []),
    "it was wrong before, on an older Alpine": (AFTER.replace("3.20", "3.19"), AFTER, []),
    "the build becomes dynamic": (
        AFTER.replace("RUN go", "RUN CGO_ENABLED=0 go"),
        AFTER,
        [("DF101", 4, True)],
    ),
    "a setting goes": (
        AFTER.replace("WORKDIR /src\n", "WORKDIR /src\nENV CGO_ENABLED=0\n"),
        AFTER,
        [("DF101", 3, True)],
    ),
    "it is repaired": (AFTER, AFTER.replace("RUN go", "RUN CGO_ENABLED=0 go"), []),
    "another line changes beside a right one": (BEFORE, BEFORE.replace("USER app", "USER nobody"), []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_verdicts(name: str, tmp_path: Path) -> None:
    before, after, expected = CHANGES[name]
    found = reviewed(tmp_path, before, after)
    verdicts = [verdict for one in found.files for verdict in one.verdicts]
    assert [(one.finding.code, one.anchor, one.is_moved) for one in verdicts] == expected


@pytest.mark.parametrize("name", CHANGES)
def test_a_comment_stands_on_lines_that_the_diff_shows(name: str, tmp_path: Path) -> None:
    before, after, _ = CHANGES[name]
    found = reviewed(tmp_path, before, after)
    for comment in found.comments:
        change = comment.reviewed.change
        assert change.hunk_of(comment.first, comment.last)
        assert comment.first <= comment.verdict.anchor <= comment.last


def test_a_file_outside_the_tree_is_not_read(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tmp_path / "Dockerfile").write_text(AFTER)
    (tree / "Dockerfile").symlink_to(tmp_path / "Dockerfile")
    (tree / "Dockerfile.own").write_text(AFTER)
    diff = b"".join(diff_of(name, None, AFTER.encode()) for name in ("../Dockerfile", "Dockerfile", "Dockerfile.own"))
    found = review(str(tree), diff, Settings(), Trust(isolated=True), lambda _: True)
    assert [one.change.path for one in found.files] == ["Dockerfile.own"]
