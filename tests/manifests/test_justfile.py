"""What a justfile's recipes run."""

import pytest

from dfix.manifests.justfile import commands, environment, parse
from dfix.text import UNKNOWN_TEXT

TEXT = """\
set shell := ["bash", "-c"]
export CGO_ENABLED := "0"
bin := "out" / "app"
version := `git describe`

default: build

[private]
@build target="x86_64" *flags: clean (pack "z")
    cargo build --target {{target}} {{flags}} -o {{bin}}
    -echo {{version}}
pack name:
    #!/usr/bin/env bash
    echo {{name}}
clean:
    @rm -rf {{ bin + ".d" }}
alias b := build
"""
CLEAN, PACK, ECHO = "rm -rf out/app.d", "#!/usr/bin/env bash\necho z", f"echo {UNKNOWN_TEXT}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], [CLEAN, PACK, "cargo build --target x86_64  -o out/app", ECHO]),
        (["b", "arm"], [CLEAN, PACK, "cargo build --target arm  -o out/app", ECHO]),
        (["build", "arm", "-v", "-j2"], [CLEAN, PACK, "cargo build --target arm -v -j2 -o out/app", ECHO]),
        (["clean", "pack", "y"], [CLEAN, "#!/usr/bin/env bash\necho y"]),
        (["missing"], []),
    ],
)
def test_commands(words: list[str], expected: list[str]) -> None:
    assert list(commands(parse(TEXT), words, {})) == expected


def test_what_is_assigned_on_the_command_line_comes_first() -> None:
    assert list(commands(parse(TEXT), ["clean"], {"bin": "x"})) == ["rm -rf x.d"]


def test_what_is_exported_is_in_the_environment() -> None:
    assert environment(parse(TEXT), {}) == {"CGO_ENABLED": "0"}


def test_recipes_that_need_each_other_end() -> None:
    assert list(commands(parse("a: b\n    x\nb: a\n    y\n"), ["a"], {})) == ["y", "x"]


DOUBLING = "".join(f"v{n} := v{n + 1} + v{n + 1} + v{n + 1}\n" for n in range(40))
NEEDS = "".join(f"r{n} a: (r{n + 1} a + '0') (r{n + 1} a + '1')\n    x{{{{a}}}}\n" for n in range(40))


@pytest.mark.parametrize(
    "text",
    [
        "a b=" + "=".join(["xxxx"] * 2000) + "\n    x\n",
        f"{DOUBLING}v40 := 'aaaaaaaa'\nr:\n    {{{{v0}}}}\n",
        f"r: (r0 'a')\n{NEEDS}r40 a:\n    y\n",
        "v := " + "'a' + " * 1500 + "\nr:\n" + ("    " + "{{v}}" * 1000 + "\n") * 100,
        "r:\n    {{" + "'" * 9000 + "}}\n",
        "r:\n" + ("    " + "{{ " * 3000 + "\n") * 300,
        "r" + " " * 9000 + "x" + " " * 900,
        "v := env(" * 1000 + "\nr:\n    {{v}}\n",
    ],
    ids=[
        "defaults",
        "variables that double",
        "needs that double",
        "long lines",
        "quotes",
        "open braces",
        "blanks",
        "calls",
    ],
)
def test_a_hostile_file_ends(text: str) -> None:
    lines = list(commands(parse(text), [], {}))
    assert len(lines) <= 2_000
    assert all(len(line) <= 10_000 for line in lines)
