"""Downloads by command: curl and wget."""

import re
from collections.abc import Iterator

from dfix.trace.knowledge.download import URL, nature
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.root import Root


def curl(call: Call, root: Root) -> Iterator[Effect]:
    """``curl -o file url``, ``curl -O url``, ``curl url | …``."""
    output = call.option("-o", "--output")
    remote = any(re.match(r"-[a-zA-Z]*O|--remote-name", text) for text in call.texts)
    joined = next((call.args[n + 1] for n, text in enumerate(call.texts[:-1]) if re.match(r"-[a-zA-Z]+o$", text)), None)
    yield from _downloads(call, output if output and not output.text.startswith("-") else joined, remote)


def wget(call: Call, root: Root) -> Iterator[Effect]:
    """``wget url``, ``wget -O file url``, ``wget -qO- url | …``."""
    output = call.option("-O", "--output-document")
    short = next((m[1] for m in (re.match(r"-[a-zA-Z]*O(.+)$", text) for text in call.texts) if m), None)
    joined = next(
        (call.args[n + 1].text for n, text in enumerate(call.texts[:-1]) if re.match(r"-[a-zA-Z]+O$", text)), None
    )
    name = output.text if output else short or joined
    if name == "-":
        yield from _downloads(call, None, False)
    else:
        yield from _downloads(call, Arg(name, 0, 0) if name else None, True)


def _downloads(call: Call, output: Arg | None, remote: bool) -> Iterator[Effect]:
    for arg in call.args:
        if not URL.match(arg.text):
            continue
        found = nature(arg.text, call.stage, call)
        redirect = next((text for operator, text in call.redirects if operator.operator in (">", ">>")), None)
        name = output.text if output else redirect or (arg.text.rsplit("/", 1)[-1] if remote else "")
        yield Writes(call.path(name) if name else f"pipe:{call.command.start}", found)


MODELS = {"curl": curl, "wget": wget}
