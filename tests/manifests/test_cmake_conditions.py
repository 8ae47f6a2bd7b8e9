"""What a configuration leaves out of a CMake file."""

from time import perf_counter

import pytest

from dfix.manifests.cmake_conditions import switches, truth_of, without_left_out
from dfix.tristate import Tristate

VALUES = switches(("-DCLIENT=FALSE", "-DSERVER:BOOL=ON", "-DCMAKE_BUILD_TYPE=Release"))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("CLIENT)", Tristate.NO),
        ("NOT CLIENT)", Tristate.YES),
        ("SERVER AND CLIENT) # why", Tristate.NO),
        ("SERVER OR OTHER)", Tristate.YES),
        ("SERVER AND OTHER)", Tristate.UNKNOWN),
        ("WIN32)", Tristate.NO),
        ("OTHER)", Tristate.UNKNOWN),
        ("NOT DEFINED CLIENT)", Tristate.UNKNOWN),
        ("SERVER AND (CLIENT OR OTHER))", Tristate.UNKNOWN),
        ("CLIENT", Tristate.UNKNOWN),
        (")", Tristate.UNKNOWN),
    ],
)
def test_truth(condition: str, expected: Tristate) -> None:
    assert truth_of(condition, VALUES) is expected


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("a\nif(CLIENT)\nb\nelse()\nc\nendif()\nd\n", "acd", "b"),
        ("if(SERVER)\na\nelseif(OTHER)\nb\nelse()\nc\nendif()\n", "a", "bc"),
        ("if(CLIENT)\na\nif(OTHER)\nb\nendif()\nelseif(OTHER)\nc\nelse()\nd\nendif()\n", "cd", "ab"),
        ("if(OTHER)\na\nelse()\nb\nendif()\n", "ab", ""),
        ("endif()\nelse()\na\nif(WIN32)\nb", "a", "b"),
        ("IF (NOT SERVER)\na\nENDIF ()\nb", "b", "a"),
    ],
)
def test_branches(text: str, kept: str, gone: str) -> None:
    lines = without_left_out(text, VALUES).splitlines()
    assert [letter for letter in kept + gone if letter in lines] == list(kept)


def test_deep_conditions_are_read_in_time() -> None:
    started = perf_counter()
    assert without_left_out("if(WIN32)\n" * 20_000 + "endif()\n" * 20_000 + "end", VALUES).endswith("end")
    assert perf_counter() - started < 2
