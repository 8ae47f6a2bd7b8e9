"""Which findings belong into a review, and on which line they stand."""

import json
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


def inside(name: str, text: str) -> str:
    """A host file of that name that carries a Dockerfile."""
    if name.endswith(".json"):
        return json.dumps({"target": {"app": {"dockerfile-inline": text}}}) + "\n"
    if name.endswith(".hcl"):
        return f'target "app" {{\n  dockerfile-inline = <<EOT\n{text}EOT\n}}\n'
    lines = "".join(f"        {line}\n" for line in text.splitlines())
    return f"services:\n  app:\n    build:\n      context: .\n      dockerfile_inline: |\n{lines}"


@pytest.mark.parametrize("path", ["compose.yaml", "docker-compose.prod.yml", "docker-bake.hcl", "docker-bake.json"])
def test_a_host_is_read_as_on_the_command_line(path: str, tmp_path: Path) -> None:
    """The Dockerfile inside is judged, and comments, suppressions and the diagram are of the host's lines."""
    clean = reviewed(tmp_path, inside(path, BEFORE), inside(path, BEFORE.replace("USER app", "USER nobody")), path)
    assert (clean.comments, clean.errors) == ((), ())
    found = reviewed(tmp_path, inside(path, BEFORE), inside(path, AFTER), path)
    (comment,) = found.comments
    lines = (tmp_path / path).read_text().splitlines()
    assert (comment.verdict.finding.code, comment.verdict.is_moved) == ("DF101", len(lines) > 1)
    assert "alpine:3.20" in lines[comment.verdict.anchor - 1]
    assert "flowchart LR" in found.summary
    silenced = AFTER.replace("COPY --from", "# dfix: ignore=DF101\nCOPY --from")
    assert "suppresses findings at" in reviewed(tmp_path, inside(path, BEFORE), inside(path, silenced), path).summary


def test_a_host_that_is_not_well_formed_loses_itself_alone(tmp_path: Path) -> None:
    found = reviewed(tmp_path, "services: {}\n", "services: [\nbuild: dockerfile_inline\n", "compose.yaml")
    assert [error.path for error in found.errors] == ["compose.yaml"]
    assert found.comments == ()


def test_a_compose_file_without_a_dockerfile_says_nothing(tmp_path: Path) -> None:
    found = reviewed(tmp_path, "services:\n  db:\n    image: a\n", "services:\n  db:\n    image: b\n", "compose.yaml")
    assert (found.comments, found.errors) == ((), ())
