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
        pytest.param("timeout -k 5 600 make all", "make", ("all",), id="a wrapper with an operand"),
        pytest.param("nice -n 10 ionice -c2 make all", "make", ("all",), id="options with values"),
        pytest.param("sudo -u builder -H make all", "make", ("all",), id="a user"),
        pytest.param("gosu builder make all", "make", ("all",), id="another way to be a user"),
        pytest.param("stdbuf -oL timeout --signal=INT 5 make all", "make", ("all",), id="values in one word"),
        pytest.param("ccache gcc -o a a.c", "gcc", ("-o", "a", "a.c"), id="a compiler's cache"),
        pytest.param("mold -run cargo build", "cargo", ("build",), id="another linker"),
        pytest.param("timeout 600", "timeout", ("600",), id="an operand alone"),
        pytest.param("rustup run nightly cargo build", "cargo", ("build",), id="a toolchain"),
        pytest.param("rustup run nightly", "rustup", ("run", "nightly"), id="a toolchain alone"),
        pytest.param("mise exec go@1.22 -- go build", "go", ("build",), id="a version of a tool"),
        pytest.param("scl enable devtoolset-9 -- make all", "make", ("all",), id="a collection"),
        pytest.param("uv run --frozen --group dev make all", "make", ("all",), id="a builder of a project"),
        pytest.param("uv run --with make app.py", "uv", ("run", "--with", "make", "app.py"), id="a package's name"),
        pytest.param("uv run", "uv", ("run",), id="a runner of nothing"),
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


@pytest.mark.parametrize(
    ("command", "name", "cwd"),
    [
        pytest.param("su builder -c 'make all'", "make", "/src", id="su"),
        pytest.param('su - builder -c "make all"', "make", "/home/builder", id="su, as at a login"),
        pytest.param("su -lc 'make all' root", "make", "/root", id="su, with one word for both"),
        pytest.param("runuser -u builder -- make all", "make", "/src", id="runuser"),
        pytest.param("runuser builder -c 'cd lib && make all'", "make", "/src/lib", id="runuser with a script"),
        pytest.param("scl enable devtoolset-9 'make all'", "make", "/src", id="a collection"),
        pytest.param("busybox sh -c 'make all'", "make", "/src", id="an applet"),
    ],
)
def test_scripts(command: str, name: str, cwd: str) -> None:
    trace = analyse(f"FROM centos:7\nWORKDIR /src\nRUN {command}\n".encode()).trace
    call = trace.stages[0].calls[-1]
    assert (call.name, call.texts, call.cwd) == (name, ("all",), cwd)


@pytest.mark.parametrize("command", ["su -c", "su builder", "scl enable devtoolset-9", "sg -c"])
def test_no_script(command: str) -> None:
    assert only_call(command).name == command.split(maxsplit=1)[0]
