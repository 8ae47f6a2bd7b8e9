"""The command behind ``sudo``, ``env A=b`` and their like."""

from dfix.trace.interpreter.shell_state import with_values
from dfix.trace.state.call import Call

WRAPPERS = frozenset(
    {"sudo", "env", "time", "nice", "nohup", "exec", "command", "eatmydata", "xvfb-run", "chronic", "doas"}
)


def unwrapped(call: Call) -> Call:
    """The call that a wrapper starts, with the variables that it sets; the call itself where it wraps nothing."""
    while call.name in WRAPPERS:
        inner = _started_by(call)
        if inner is None:
            break
        call = inner
    return call


def _started_by(wrapper: Call) -> Call | None:
    """The call that begins behind the wrapper's options and assignments; None where nothing follows them."""
    position = next((number for number, text in enumerate(wrapper.texts) if not _is_setting(text)), None)
    if position is None:
        return None
    settings = (text.partition("=") for text in wrapper.texts[:position])
    assigned = {name: value for name, sign, value in settings if sign and not name.startswith("-")}
    program = wrapper.args[position].text
    return wrapper._replace(
        name=program.rsplit("/", 1)[-1],
        program=program,
        args=wrapper.args[position + 1 :],
        env=with_values(wrapper.env, assigned),
        inline=(*wrapper.inline, *assigned),
    )


def _is_setting(word: str) -> bool:
    """Whether a word is an option or an assignment."""
    return word.startswith("-") or "=" in word
