"""Downloads by command: curl and wget."""

from collections.abc import Iterator

from dfix.trace.knowledge.download import nature
from dfix.trace.knowledge.fetch import FETCHERS, fetches
from dfix.trace.knowledge.needs.known_projects import sources
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.root import Root
from dfix.tristate import Tristate


def download(call: Call, root: Root) -> Iterator[Effect]:
    """The files that it writes; what another command reads from it, that command writes."""
    for fetch in fetches(call):
        yield from sources(fetch.url)
        if fetch.output:
            # What they write has the mode 0644.
            yield Writes(call.path(fetch.output), nature(fetch.url, call.stage, call)._replace(executable=Tristate.NO))


MODELS = dict.fromkeys(FETCHERS, download)
