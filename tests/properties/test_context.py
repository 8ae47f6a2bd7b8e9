"""Whatever a build context holds, reading it ends, and soon."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dfix.manifests.make_goals import commands, environment
from dfix.manifests.make_text import Start
from dfix.manifests.makefile import parse

WORDS = st.sampled_from(
    ["A", "all", "$(A)", "$(B)", "${A}", "$$", "$@", "$(MAKE)", "=", ":=", "+=", "?=", ":", "::", ";", "\t", "\n", "\\\n",
     " ", "#", "ifeq", "endif", "define", "export", "%", "$(shell x)", "$(", ")", "\x00", "é"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=60).map("".join), st.lists(st.sampled_from(["all", "A", "x"]), max_size=3))
def test_makefiles(text: str, goals: list[str]) -> None:
    makefile = parse(text)
    lines = list(commands(makefile, goals, Start({"B": "$(B)"})))
    assert len(lines) <= 400
    assert all(isinstance(value, str) for value in environment(makefile, Start()).values())
    assert sum(map(len, lines)) < 10_000_000
