"""Facts of a stage: how each joins, and how the next command sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix import Confidence, Options, analyse
from dfix.shared_map import SharedMap
from dfix.text import UNKNOWN_TEXT
from dfix.trace.state.facts import (
    NO_TEXT,
    ActiveEnvironment,
    BundlePath,
    Configuration,
    ContextSource,
    DeletedFile,
    Directory,
    Fact,
    FileText,
    GoSetting,
    Happening,
    KnownSource,
    OpenDirectory,
    PoetrySetting,
    ProjectBuild,
    RootTree,
    StageFacts,
)
from dfix.tristate import Tristate

PATHS = st.sampled_from(["/a", "/a/b", "/c"])
WORDS = st.sampled_from(["0", "1", "x"])
TRISTATES = st.sampled_from(Tristate)
BUILDS = st.builds(ProjectBuild, st.none() | WORDS, TRISTATES, TRISTATES)
FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(Directory, PATHS),
    st.builds(ContextSource, PATHS, PATHS),
    st.builds(GoSetting, WORDS, st.none() | WORDS),
    st.builds(PoetrySetting, WORDS, WORDS),
    st.builds(BundlePath, PATHS),
    st.builds(ActiveEnvironment, PATHS),
    st.builds(RootTree, PATHS),
    st.builds(DeletedFile, PATHS),
    st.builds(OpenDirectory, PATHS),
    st.builds(FileText, PATHS, WORDS, st.booleans()),
    st.builds(Configuration, PATHS, BUILDS),
    st.builds(KnownSource, WORDS, PATHS),
    st.sampled_from(Happening),
)


def learned(facts: list[Fact]) -> StageFacts:
    """The facts of a stage that learned these one after the other."""
    state = StageFacts()
    for fact in facts:
        state = state.learn(fact)
    return state


STATES = st.lists(FACTS, max_size=8).map(learned)


def parts(facts: StageFacts) -> dict[object, object]:
    """Every single fact by a name of its own; what nobody set is left out."""
    absent: dict[str, object] = {"builds": ProjectBuild()}
    found: dict[object, object] = {}
    for field in StageFacts._fields:
        value: object = getattr(facts, field)
        values = dict(value.items()) if isinstance(value, SharedMap) else {"": value}
        for key, one in values.items():
            if one not in (None, Tristate.NO, absent.get(field)):
                found[field, key] = one
    return found


@given(STATES, STATES)
def test_joining_is_commutative(one: StageFacts, other: StageFacts) -> None:
    assert parts(one.join(other)) == parts(other.join(one))


@given(STATES, STATES, STATES)
def test_joining_is_associative(one: StageFacts, other: StageFacts, third: StageFacts) -> None:
    assert parts(one.join(other).join(third)) == parts(one.join(other.join(third)))


@given(STATES)
def test_joining_is_idempotent(one: StageFacts) -> None:
    again = learned([]).join(one).join(one)
    assert parts(one.join(one)) == parts(one)
    assert parts(again.join(again)) == parts(again)


@given(STATES, STATES)
def test_no_fact_becomes_surer(one: StageFacts, other: StageFacts) -> None:
    """What both ways agree on stays; a fact of which they differ is unknown, in each of its parts."""
    mine, others = parts(one), parts(other)
    for key, joined in parts(one.join(other)).items():
        if mine.get(key) == others.get(key):
            assert joined == mine[key]
        elif isinstance(joined, frozenset):
            assert joined == mine.get(key, NO_TEXT) | others.get(key, NO_TEXT)  # type: ignore[operator]
        elif isinstance(joined, ProjectBuild):
            left, right = (known.get(key, ProjectBuild()) for known in (mine, others))
            assert isinstance(left, ProjectBuild)
            assert isinstance(right, ProjectBuild)
            for part, before, after in zip(joined, left, right, strict=True):
                is_less = part in (UNKNOWN_TEXT, Tristate.UNKNOWN, None, (), "") or part is False
                assert part == before == after or is_less
        else:
            assert joined in (UNKNOWN_TEXT, Tristate.UNKNOWN)


GO = "FROM golang:1.22\nWORKDIR /src\nCOPY . .\nRUN {}\nFROM alpine:3.20\nCOPY --from=0 /app /app\n"
BUILD = "go build -o /app"
CMAKE = (
    "FROM gcc:13\nWORKDIR /src\nCOPY . .\nRUN {}\nRUN cmake --build build && cmake --install build --prefix /opt/x\n"
    "FROM alpine:3.20\nCOPY --from=0 /opt/x/bin/app /app\n"
)
STATIC = "cmake -B build -DCMAKE_EXE_LINKER_FLAGS=-static"
CONFIGURE = (
    "FROM gcc:13\nWORKDIR /src\nCOPY . .\nRUN {}\nRUN make && make install\n"
    "FROM alpine:3.20\nCOPY --from=0 /usr/local/bin/app /app\n"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(GO.format(f"go env -w CGO_ENABLED=1; {BUILD}"), True, id="go: cgo on"),
        pytest.param(GO.format(f"go env -w CGO_ENABLED=0; {BUILD}"), False, id="go: cgo off"),
        pytest.param(
            GO.format(f"go env -w CGO_ENABLED=0; go env -u CGO_ENABLED; {BUILD}"), True, id="go: cgo off no more"
        ),
        pytest.param(
            GO.format(f"if [ -n $X ]; then go env -w CGO_ENABLED=0; else go env -w CGO_ENABLED=1; fi; {BUILD}"),
            False,
            id="go: off in the first branch",
        ),
        pytest.param(
            GO.format(f"if [ -n $X ]; then go env -w CGO_ENABLED=1; else go env -w CGO_ENABLED=0; fi; {BUILD}"),
            False,
            id="go: off in the last branch",
        ),
        pytest.param(
            GO.format(f"if [ -n $X ]; then go env -w CGO_ENABLED=1; else go env -w CGO_ENABLED=1; fi; {BUILD}"),
            True,
            id="go: on in both branches",
        ),
        pytest.param(CMAKE.format("cmake -B build"), True, id="cmake: dynamic"),
        pytest.param(CMAKE.format(STATIC), False, id="cmake: static"),
        pytest.param(CMAKE.format(f"{STATIC} && cmake -B build"), False, id="cmake: the cache keeps the switch"),
        pytest.param(CMAKE.format(f"{STATIC} && cmake --fresh -B build"), True, id="cmake: the cache is made anew"),
        pytest.param(CMAKE.format(f"{STATIC} && rm -rf build && cmake -B build"), True, id="cmake: the cache is gone"),
        pytest.param(
            CMAKE.format(f"if $X; then {STATIC}; else cmake -B build; fi"),
            False,
            id="cmake: static in the first branch",
        ),
        pytest.param(
            CMAKE.format(f"if $X; then cmake -B build; else {STATIC}; fi"), False, id="cmake: static in the last branch"
        ),
        pytest.param(CONFIGURE.format("./configure"), True, id="configure: dynamic"),
        pytest.param(CONFIGURE.format("./configure LDFLAGS=-static"), False, id="configure: static"),
        pytest.param(
            CONFIGURE.format("./configure LDFLAGS=-static && ./configure"),
            True,
            id="configure: again, without the switch",
        ),
    ],
)
def test_the_next_command_sees_them(text: str, found: bool) -> None:
    findings = analyse(text, Options(min_confidence=Confidence.LIKELY)).findings
    assert any(finding.code == "DF101" for finding in findings) is found
