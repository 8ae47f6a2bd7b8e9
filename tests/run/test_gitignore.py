"""What git ignores: a table, and git's own word on generated patterns and trees."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dfix.run.gitignore import Ignored

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git to compare with")
NAMES = (
    "a",
    "b",
    "ab",
    "a1",
    "1",
    "A",
    " ",
    "a ",
    "a b",
    "*",
    "a*b",
    "[",
    "a]",
    "[a",
    "!a",
    "#a",
    ".a",
    "-",
    "\\",
    "é",
)
PIECES = (
    *("a", "b", "1", ".", " ", "é", "*", "?", "**", "***", "/", "**/", "/**"),
    *("[ab]", "[!a]", "[^a]", "[a-c]", "[c-a]", "[]a]", "[!]a]", "[]-]", "[a-]", "[\\-a]", "[a\\]]", "[a", "["),
    *("[[:digit:]]", "[[:alpha:]]", "[[:upper:][:digit:]]", "[![:alpha:]]", "[[:bad:]]", "[[:a]", "[[:]"),
    *("\\*", "\\a", "\\ ", "\\[", "\\!", "\\#", "\\", "!", "#"),
)


def ignored(tree: Path, paths: dict[str, bool]) -> set[str]:
    """The paths that are ignored, or below a directory that is; the value tells directories."""
    rules = Ignored(str(tree))
    rules.enter(str(tree))
    found: set[str] = set()
    for path in sorted(paths):
        if paths[path]:
            rules.enter(str(tree / path))
        if path.rpartition("/")[0] in found or rules.covers(str(tree / path), is_directory=paths[path]):
            found.add(path)
    return found


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bool]]:
    """A repository with odd names on three levels; the paths below it, and whether each is a directory."""
    top = tmp_path_factory.mktemp("repository")
    (top / ".git").mkdir()
    for name in NAMES:
        for path in (top / "d" / name, top / "d" / "b" / "x" / name):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_text("")
        if name not in ("a", "1"):
            (top / name).mkdir(exist_ok=True)
            (top / name / "a").write_text("")
        else:
            (top / name).write_text("")
    return top, {str(path.relative_to(top)): path.is_dir() for path in top.rglob("*") if ".git" not in path.parts}


@pytest.fixture(scope="module")
def git(paths: tuple[Path, dict[str, bool]]) -> Callable[[], set[str]]:
    """The paths that git ignores."""
    top, known = paths
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    (top / ".git").rmdir()
    subprocess.run(["git", "init", "-q", str(top)], check=True, env=environment)
    command = ["git", "-C", str(top), "check-ignore", "--no-index", "-z", "--stdin"]
    asked = b"".join(os.fsencode(path) + b"\0" for path in known)

    def ask() -> set[str]:
        told = subprocess.run(command, input=asked, capture_output=True, check=False, env=environment)
        assert not told.stderr, told.stderr
        return {os.fsdecode(path) for path in told.stdout.split(b"\0") if path}

    return ask


def patterns(number: int) -> Iterator[str]:
    choose = random.Random(7)
    yield from PIECES
    for _ in range(number):
        yield "".join(choose.choices(PIECES, k=choose.randint(2, 5)))


@needs_git
def test_every_pattern_means_what_it_means_to_git(
    paths: tuple[Path, dict[str, bool]], git: Callable[[], set[str]]
) -> None:
    top, known = paths
    for pattern in patterns(400):
        (top / ".gitignore").write_text(f"{pattern}\n")
        assert (pattern, ignored(top, known)) == (pattern, git())


@needs_git
def test_every_tree_means_what_it_means_to_git(
    paths: tuple[Path, dict[str, bool]], git: Callable[[], set[str]]
) -> None:
    """Several lines in several files, of which some take back."""
    top, known = paths
    choose = random.Random(3)
    words = ["a", "b", "x", "*", "a*", "/d", "d/*", "b/", "/d/b/x/", "**/x", "d/**/a", "x/**", "ab\r", "# a", "", "*b "]
    for _ in range(60):
        written = {}
        for directory in ("", "d", "d/b", "d/b/x"):
            lines = [choose.choice(("", "", "!")) + choose.choice(words) for _ in range(choose.randint(0, 4))]
            written[directory] = "\n".join(lines)
            (top / directory / ".gitignore").write_text(written[directory])
        assert (written, ignored(top, known)) == (written, git())
    for directory in ("d", "d/b", "d/b/x"):
        (top / directory / ".gitignore").unlink()


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("a\\*b", {"a*b"}),
        ("a\\ ", {"a "}),
        ("[[:digit:]]", {"1"}),
        ("a[", set()),
        ("[a\\]]", {"a", "]"}),
        ("[[]", {"["}),
        ("[a--b]", {"a"}),
        ("*\\", set()),
        ("", set()),
        ("a  ", {"a"}),
        ("\\#a", {"#a"}),
        ("#a", set()),
        ("\ufeffa", {"a"}),
    ],
)
def test_names(pattern: str, names: set[str], tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(pattern)
    known = dict.fromkeys(("a", "]", "1", "a ", "a*b", "axb", "[", "a[", "#a", "a\\"), False)
    assert ignored(tmp_path, known) == names


def test_the_rules_of_the_repository_around_hold(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / ".gitignore").write_text("/sub/a\n*.b\n")
    (tmp_path / "sub" / ".gitignore").write_text("!keep.b\n")
    assert ignored(tmp_path / "sub", {"a": False, "b": False, "x.b": False, "keep.b": False}) == {"a", "x.b"}


def test_rules_outside_a_repository_do_not_hold(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".gitignore").write_text("a\n")
    assert ignored(tmp_path / "sub", {"a": False}) == set()
