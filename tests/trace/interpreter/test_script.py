"""What a script's commands leave known: conditions, questions and ``eval`` among them."""

import pytest

from dfix import analyse
from dfix.text import UNKNOWN_TEXT
from dfix.trace.stage import StageTrace
from dfix.trace.state.facts import Happening


def final_stage(command: str) -> StageTrace:
    """The stage after one RUN."""
    return analyse(f"FROM debian:12\nARG X\nWORKDIR /src\nRUN {command}\n".encode()).trace.stages[0]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param('if [ "$X" = 1 ]; then echo a; fi', id="a condition that begins with a quote"),
        pytest.param("[ $X = 1 ] || exit 1", id="a condition that begins with a variable"),
        pytest.param('[[ "$X" == 1 && $X != 2 ]] && echo', id="two brackets"),
        pytest.param("if (( X > 1 )); then echo; fi", id="a condition that counts"),
        pytest.param("((X++)); echo", id="a sum"),
        pytest.param("while true; do echo; break; done", id="the end of a loop"),
        pytest.param("f() { local a=1; return 0; }; f", id="a function"),
        pytest.param("caddy version && foo --version", id="questions about a program"),
        pytest.param("rustup target add x86_64-unknown-linux-musl", id="what only changes a toolchain"),
        pytest.param("eval 'echo a'", id="eval of text that is known"),
    ],
)
def test_what_writes_nothing_is_read(command: str) -> None:
    assert not final_stage(command).root.facts.may_have(Happening.UNREAD_COMMAND)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("foo", id="a program that is not known"),
        pytest.param("foo --version now", id="more than a question"),
        pytest.param('eval "$(foo)"', id="eval of what a program prints"),
    ],
)
def test_what_is_not_read(command: str) -> None:
    assert final_stage(command).root.facts.may_have(Happening.UNREAD_COMMAND)


def test_eval_runs_in_the_same_shell() -> None:
    (*_, build) = final_stage("eval 'A=1; cd lib' && CC=gcc make a=$A").calls
    assert (build.name, build.texts, build.cwd) == ("make", ("a=1",), "/src/lib")


def test_eval_of_itself_ends() -> None:
    calls = final_stage("f() { eval f; }; f").calls
    assert {call.name for call in calls} == {"f", "eval"}
    assert len(calls) < 100


def test_eval_of_unknown_text_calls_nothing() -> None:
    (call,) = final_stage('eval "$(foo) make"').calls
    assert UNKNOWN_TEXT in call.texts[0]


@pytest.mark.parametrize(
    ("command", "cwd"),
    [
        pytest.param("cd lib && make && cd - && make all", "/src", id="back"),
        pytest.param("cd a && cd - && cd - && make all", "/src/a", id="to and fro"),
        pytest.param("pushd a && pushd b && popd && make all", "/src/a", id="one of two directories"),
        pytest.param("pushd a && cd /x && pushd b && popd && popd && make all", "/src", id="all of them"),
        pytest.param("popd; make all", "/src", id="of no directories"),
        pytest.param('if [ "$X" = 1 ]; then cd a; else cd a; fi; cd - && make all', "/src", id="of both branches"),
        pytest.param("cd - && make all", f"/src/{UNKNOWN_TEXT}", id="to nowhere"),
    ],
)
def test_directories(command: str, cwd: str) -> None:
    assert final_stage(command).calls[-1].cwd == cwd


@pytest.mark.parametrize(
    ("command", "names"),
    [
        pytest.param("if [ -f r.txt ]; then /venv/bin/pip install flask; fi", (), id="what one branch installs"),
        pytest.param(
            "if [ -f r.txt ]; then /venv/bin/pip install a b; else /venv/bin/pip install b; fi", ("b",), id="both"
        ),
    ],
)
def test_an_environment_of_several_branches(command: str, names: tuple[str, ...]) -> None:
    root = final_stage(f"apt-get install -y python3-venv && python3 -m venv /venv && {command}").root
    node = root.files.find("/venv/bin/python")
    environment = node.artifact.environment if node else None
    assert environment is not None
    assert (environment.made_at, environment.names) == ("/venv", names)
