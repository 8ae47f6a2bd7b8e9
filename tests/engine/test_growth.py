"""Twice the text asks for twice the work: no function is called four times as often for a file twice as long.

The shapes are those of `benchmarks/growth.py`. Counts of calls depend neither on the machine nor on what else it does.
"""

import cProfile
import pstats
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent.parent / "benchmarks"))
from growth import SHAPES, Shape, worked

# A square of 4,000 calls beside 40 lines is noticed; what a cache or a first use calls a few times more is not.
SMALL, FEW, MOST = 80, 25, 3.3
# Beyond these dfix stops to follow what doubles with each line.
SHORT = {"nested functions": 20, "YAML aliases": 20}


Counts = dict[tuple[str, int, str], int]


def counts(shape: Shape, size: int) -> Counts:
    """How often each function of dfix was called, by its file, line (1-based) and name.

    Words of instructions are kept for some of them only, so that a longer file splits each a few times more.
    """
    profile = cProfile.Profile()
    data = shape.text(size).encode()
    profile.enable()
    worked(shape, data)
    profile.disable()
    every = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    return {one: values[1] for one, values in every if "dfix" in one[0] and not one[0].endswith("syntax/words.py")}


def grown(short: Counts, long: Counts, few: int) -> set[str]:
    """The functions that the longer of two texts, one twice as long as the other, calls too often."""
    return {
        f"{path}:{line} {function}: {short.get((path, line, function), 0)} calls, then {count}"
        for (path, line, function), count in long.items()
        if count > few and count > MOST * short.get((path, line, function), 0)
    }


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if not shape.more])
def test_work_grows_with_the_text(name: str) -> None:
    shape, size = SHAPES[name], SHORT.get(name, SMALL)
    worked(shape, shape.text(3).encode())
    once, twice = counts(shape, size), counts(shape, 2 * size)
    assert twice
    assert grown(once, twice, FEW * size) == set()


COMMANDS = """
    cp|install|mv|ln|rm|rmdir|mkdir|tar|unzip|tee|patchelf|touch|chmod|chown|strip|upx|rsync|ar|sed|find|xargs|echo
    apt-get install|apt-get purge|apk add|apk del|dnf install|pip install|npm install|yarn add|gem install|uv sync
    cargo install|cargo build|go install|go build|gcc|g++|ld|ldconfig|ldd|cmake|./configure|make|ninja|rustc|nvcc
    dotnet publish|mvn|javac|curl|wget|git clone|python|python3 -m pip install|conda install|pecl install|bundle install
    docker-php-ext-install|mix release|swift build|ghc|stack install|zig build|bun build|rustup target add|sh -c|env
    export|./a.sh|node|npx|pkg-config|dpkg -i|rpm -i|adduser|java|native-image|opam install
"""
WORDS = ("a{n}", "*{n}", "-lfoo{n}", "./p{n}.c", "$A{n}", "pkg{n}==1.0", "https://e.org/a-linux-{n}.tar.gz", "V{n}=a")
# What they write may be any of the files that they wrote before: the count of steps ends that.
WRITES_PATTERNS = ("tee", "go install")


@pytest.mark.parametrize("command", [one for line in COMMANDS.split("\n") for one in line.strip().split("|") if one])
def test_work_grows_with_the_words_of_a_command(command: str) -> None:
    for word in WORDS:
        if "*" in word and command in WRITES_PATTERNS:
            continue
        few, once, twice = (counts(Shape(long_command(command, word), 0), size) for size in (3, 90, 180))
        assert few
        assert grown(once, twice, FEW * 90) == set(), word


def long_command(command: str, word: str) -> Callable[[int], str]:
    """A text whose command has as many words."""
    start, end = f"FROM debian:12 AS b\nRUN {command} ", " /o/\nFROM alpine:3.20\nCOPY --from=b / /\nRUN ldconfig\n"
    return lambda size: start + " ".join(word.replace("{n}", str(n)) for n in range(size)) + end
