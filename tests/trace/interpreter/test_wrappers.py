"""The call behind ``sudo``, ``env`` and their like."""

import pytest

from dfix import analyse
from dfix.trace.state.call import Call


def only_call(command: str) -> Call:
    """The one call of a RUN."""
    trace = analyse(f"FROM golang:1.22\nRUN {command}\n".encode()).trace
    (call,) = trace.stages[0].calls
    return call


@pytest.mark.parametrize(
    ("command", "name", "args"),
    [
        pytest.param("make all", "make", ("all",), id="no wrapper"),
        pytest.param("sudo make all", "make", ("all",), id="one wrapper"),
        pytest.param("sudo -E env A=b time /usr/bin/make all", "make", ("all",), id="several, with options"),
        pytest.param("env", "env", (), id="a wrapper alone"),
        pytest.param("env A=b -i", "env", ("A=b", "-i"), id="a wrapper of nothing"),
        pytest.param("opam exec -- make all", "make", ("all",), id="a subcommand that wraps"),
        pytest.param("opam exec --switch=4 -- sudo make all", "make", ("all",), id="a wrapper behind a subcommand"),
        pytest.param("opam exec --", "opam", ("exec", "--"), id="a subcommand alone"),
        pytest.param("exec make -j A=b", "make", ("-j", "A=b"), id="the command's own words stay"),
    ],
)
def test_unwrapped(command: str, name: str, args: tuple[str, ...]) -> None:
    call = only_call(command)
    assert (call.name, call.texts) == (name, args)


def test_a_wrapper_sets_variables() -> None:
    call = only_call("X=1 env CGO_ENABLED=0 -u=A go build")
    assert call.inline == ("X", "CGO_ENABLED")
    assert call.env["CGO_ENABLED"] == "0"
    assert "-u" not in call.env
