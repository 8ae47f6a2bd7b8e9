"""``echo`` and ``printf``: short texts that a stage keeps in files for its later commands."""

from collections.abc import Iterator

from dfix.text import UNKNOWN_TEXT
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, SetsFact
from dfix.trace.state.facts import FileText
from dfix.trace.state.root import Root

# In code points. Longer texts are configuration or sources.
LONGEST = 300


def write(call: Call, root: Root) -> Iterator[Effect]:
    """``echo x86_64-unknown-linux-musl > /target``."""
    for redirect, path in call.redirects:
        if redirect.operator in (">", ">>", ">|") and UNKNOWN_TEXT not in path:
            text = " ".join(call.texts)
            if len(text) <= LONGEST:
                yield SetsFact(FileText(call.path(path), text, adds=redirect.operator == ">>"))


MODELS = {"echo": write, "printf": write}
