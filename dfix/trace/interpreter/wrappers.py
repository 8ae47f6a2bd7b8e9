"""The command behind ``sudo``, ``env A=b`` and their like."""

from dfix.trace.interpreter.shell_state import with_values
from dfix.trace.state.call import Call

WRAPPERS = frozenset(
    {"sudo", "env", "time", "nice", "nohup", "exec", "command", "eatmydata", "xvfb-run", "chronic", "doas"}
)

# Subcommands behind whose ``--`` a command stands (opam(1), "opam exec").
BEFORE_DASHES = frozenset({("opam", "exec")})
# What runs a program of a project's environment, and the programs of which a model reads what they bring.
RUNNERS = frozenset({"poetry", "pipenv", "pdm", "hatch", "rye", "uv"})
OF_PROJECTS = frozenset({"playwright"})


def unwrapped(call: Call) -> Call:
    """The call that a wrapper starts, with the variables that it sets; the call itself where it wraps nothing."""
    while call.name in WRAPPERS:
        inner = _started_by(call)
        if inner is None:
            break
        call = inner
    if (call.name, *call.texts[:1]) in BEFORE_DASHES and "--" in call.texts[:-1]:
        return unwrapped(_behind(call, call.texts.index("--") + 1))
    return _of_project(call)


def _of_project(call: Call) -> Call:
    """The call of a program that ``poetry run`` or its like starts, where a model reads it; else the call itself."""
    words = call.texts
    if call.name not in RUNNERS or words[:1] != ("run",):
        return call
    position = next((number for number, text in enumerate(words) if text in OF_PROJECTS), None)
    return call if position is None else _behind(call, position)


def _started_by(wrapper: Call) -> Call | None:
    """The call that begins behind the wrapper's options and assignments; None where nothing follows them."""
    position = next((number for number, text in enumerate(wrapper.texts) if not _is_setting(text)), None)
    if position is None:
        return None
    settings = (text.partition("=") for text in wrapper.texts[:position])
    assigned = {name: value for name, sign, value in settings if sign and not name.startswith("-")}
    inner = _behind(wrapper, position)
    return inner._replace(env=with_values(wrapper.env, assigned), inline=(*wrapper.inline, *assigned))


def _behind(wrapper: Call, position: int) -> Call:
    """The call that begins with an argument."""
    program = wrapper.args[position].text
    return wrapper._replace(name=program.rsplit("/", 1)[-1], program=program, args=wrapper.args[position + 1 :])


def _is_setting(word: str) -> bool:
    """Whether a word is an option or an assignment."""
    return word.startswith("-") or "=" in word
