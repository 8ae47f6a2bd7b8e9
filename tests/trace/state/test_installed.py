"""Packages as commands install, mark and remove them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix import BuildOptions
from dfix.plan import plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import trace
from dfix.trace.state.installed import NEVER_NAMED, Installed
from dfix.tristate import Tristate

YES, NO, UNKNOWN = Tristate.YES, Tristate.NO, Tristate.UNKNOWN
NAMES = st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2)


def state_after(lines: str, image: str = "debian:12") -> Installed:
    """The packages after these lines."""
    text = f"FROM {image}\n{lines}\n"
    return trace(plan(parse(Source(text.encode())), BuildOptions())).stages[-1].root.installed


@pytest.mark.parametrize(
    ("image", "lines", "present"),
    [
        ("debian:12", "RUN apt-get update && apt-get install -y curl git=1:2.39", "curl git"),
        ("debian:12", "RUN apt-get install -y curl git\nRUN apt-get purge -y git", "curl"),
        ("debian:12", "RUN apt-get install -y curl && apt-get autoremove -y --purge curl", ""),
        ("debian:12", "RUN apt-get install -y curl && apt-mark auto curl && apt-get autoremove -y", ""),
        (
            "debian:12",
            "RUN apt-get install -y gcc && apt-mark auto '.*' && apt-mark manual gcc && apt autoremove",
            "gcc",
        ),
        ("alpine:3.20", "RUN apk add --no-cache --virtual .b gcc make && make && apk del .b", ""),
        ("alpine:3.20", "RUN apk add -t .b gcc && apk add libpq && apk del .b", "libpq"),
        ("alpine:3.20", "RUN apk add --no-cache gcc libpq && apk del gcc", "libpq"),
        ("fedora:40", "RUN dnf install -y gcc jq && dnf remove -y gcc", "jq"),
        ("archlinux", "RUN pacman -Syu --noconfirm gcc jq && pacman -Rs gcc", "jq"),
        ("opensuse/leap:15.6", "RUN zypper install -y gcc jq && zypper rm -y gcc", "jq"),
    ],
)
def test_what_is_installed_after_it(image: str, lines: str, present: str) -> None:
    assert state_after(lines, image).named(YES) == frozenset(present.split())


def test_what_came_along_stays_unless_it_is_removed_too() -> None:
    install = "RUN apt-get install -y libpq-dev"
    assert state_after(f"{install} && apt-get remove -y libpq-dev").leftovers() == {"libpq-dev"}
    assert state_after(f"{install} && apt-get remove -y --auto-remove libpq-dev").leftovers() == frozenset()
    assert (
        state_after(f"{install} && apt-get remove -y libpq-dev\nRUN apt-get autoremove -y").leftovers() == frozenset()
    )
    assert state_after("RUN apk add libpq-dev && apk del libpq-dev", "alpine:3.20").leftovers() == frozenset()


@pytest.mark.parametrize(
    ("lines", "recommends"),
    [
        ("RUN apt-get install -y curl", True),
        ("RUN apt-get install -y --no-install-recommends curl", False),
        ("RUN apt-get -o APT::Install-Recommends=false install -y curl", False),
    ],
)
def test_recommended_packages(lines: str, recommends: bool) -> None:
    assert bool(state_after(lines).with_recommends()) is recommends


@pytest.mark.parametrize(
    ("lines", "is_open", "open_libraries"),
    [
        ("RUN apk add $PACKAGES", YES, NO),
        ("RUN cat list | xargs apk add", YES, NO),
        ('RUN x="$(scanelf /usr | awk \'{ print "so:" $2 }\')" && apk add --virtual .run $x', NO, YES),
        ('RUN if [ -n "$X" ]; then apk add $PACKAGES; fi', UNKNOWN, NO),
        ("RUN apk add curl", NO, NO),
    ],
)
def test_names_that_are_not_known(lines: str, is_open: Tristate, open_libraries: Tristate) -> None:
    state = state_after(lines, "alpine:3.20")
    assert (state.is_open, state.open_libraries) == (is_open, open_libraries)


def test_branches_join() -> None:
    state = state_after('RUN if [ "$X" ]; then apt-get install -y curl git; else apt-get install -y curl; fi')
    assert (state.named(YES), state.named(UNKNOWN)) == ({"curl"}, {"git"})
    removed = state_after('RUN apt-get install -y git; if [ "$X" ]; then apt-get remove -y git; fi')
    assert removed.named(UNKNOWN) == {"git"}


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("install"), NAMES, st.booleans()),
        st.tuples(st.just("remove"), NAMES, st.booleans()),
        st.tuples(st.just("mark"), NAMES, st.booleans()),
    ),
    max_size=6,
)


def changed(changes: list[tuple[str, frozenset[str], bool]]) -> Installed:
    state = Installed()
    for kind, names, flag in changes:
        if kind == "install":
            state = state.install(names, recommends=flag)
        elif kind == "remove":
            state = state.remove(names, with_dependencies=flag)
        else:
            state = state.mark(names, Tristate.of(flag))
    return state


def wishes(state: Installed) -> dict[str, object]:
    return {name: wish for name, wish in state.wishes.items() if wish != NEVER_NAMED}


@given(CHANGES.map(changed), CHANGES.map(changed), CHANGES.map(changed))
def test_joining(one: Installed, other: Installed, third: Installed) -> None:
    assert wishes(one.join(other)) == wishes(other.join(one))
    assert wishes(one.join(other).join(third)) == wishes(one.join(other.join(third)))
    assert wishes(one.join(one)) == wishes(one)
    for name, joined in one.join(other).wishes.items():
        pair = zip(one.wishes.get(name, NEVER_NAMED), other.wishes.get(name, NEVER_NAMED), strict=True)
        for part, (mine, others) in zip(joined, pair, strict=True):
            assert part is (mine if mine is others else UNKNOWN)
