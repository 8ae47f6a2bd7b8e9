"""What curl and wget fetch, and where they put it (curl(1), the GNU Wget manual)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from dfix.trace.knowledge.download import URL, nature
from dfix.trace.state.arch import BUILD, UNKNOWN, is_chosen_by_machine
from dfix.trace.state.artifact import Artifact, Place
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

FETCHERS = ("curl", "wget")


class Fetch(NamedTuple):
    """A URL, and the file that it is written to as the command names it; empty for standard output."""

    url: str
    output: str


def fetches(call: Call) -> Iterator[Fetch]:
    """The files that one call fetches, in the order of its words."""
    output, by_url = _curl_output(call) if call.name == "curl" else _wget_output(call)
    redirect = next((text for redirect, text in call.redirects if redirect.operator in (">", ">>")), "")
    for arg in call.args:
        if URL.match(arg.text):
            yield Fetch(arg.text, output or redirect or (arg.text.rsplit("/", 1)[-1] if by_url else ""))


def streamed(call: Call, root: Root) -> Iterator[Artifact]:
    """The downloads that a call hands to the next command of its pipeline."""
    for fetch in fetches(call) if call.name in FETCHERS else ():
        if not fetch.output:
            artifact = nature(fetch.url, call.stage, call)
            base = (root.place,) if root.place else ()
            if artifact.arch == UNKNOWN and root.arch == BUILD and is_chosen_by_machine(call.script.text):
                artifact = artifact._replace(arch=BUILD)
            yield artifact._replace(provenance=(*base, Place(call.span, f"downloads it: {artifact.because}")))


def _curl_output(call: Call) -> tuple[str, bool]:
    """The file that ``-o`` names, and whether ``-O`` takes the name from the URL."""
    output = call.option("-o", "--output")
    if output and not output.text.startswith("-"):
        return output.text, False
    return _after(call, r"-[a-zA-Z]+o$"), any(re.match(r"-[a-zA-Z]*O|--remote-name", text) for text in call.texts)


def _wget_output(call: Call) -> tuple[str, bool]:
    """The file that ``-O`` names, and whether the name is taken from the URL; ``-`` is standard output."""
    option = call.option("-O", "--output-document")
    joined = (match[1] for text in call.texts if (match := re.match(r"-[a-zA-Z]*O(.+)$", text)))
    name = option.text if option else next(joined, "") or _after(call, r"-[a-zA-Z]+O$")
    return ("", False) if name == "-" else (name, True)


def _after(call: Call, flags: str) -> str:
    """The word after joined short options that fit the expression; empty for none."""
    words = (following for text, following in pairwise(call.texts) if re.match(flags, text))
    return next(words, "")
