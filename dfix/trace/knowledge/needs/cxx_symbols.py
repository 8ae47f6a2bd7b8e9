"""Which symbol versions of libstdc++ a C++ program asks for, by the GCC that builds it."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images.cxx_runtime import NEWEST_MINOR, Version, asked_by, gcc_of, gcc_of_release
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

NAMED = pattern(r"(?:g\+\+|gcc)-(\d+)$")
IOSTREAM = pattern(r"^[ \t]*#[ \t]*include[ \t]*<iostream>", re.MULTILINE)
FIRST_FOR_IOSTREAM = "GLIBCXX_3.4.32"


def symbols(call: Call, builder: Root, sources: str) -> Iterator[Need]:
    """The symbol versions that the program asks for; ``sources`` are the texts of its sources, as far as known."""
    gcc = _gcc(call, builder)
    for asked in asked_by(gcc) if gcc else ():
        is_shown = asked.version == FIRST_FOR_IOSTREAM and IOSTREAM.search(sources)
        sure = Confidence.CERTAIN if is_shown else asked.sure
        because = f"gcc {gcc[0] if gcc else ''} asks for it in {asked.programs}"
        yield Need("libstdc++.so.6", sure, because, asked.version)


def _gcc(call: Call, builder: Root) -> Version | None:
    """The GCC whose headers and library the command uses; None where that is not known."""
    named = NAMED.search(call.name) or NAMED.search(call.env.get("CXX", ""))
    if named:
        return (int(named[1]), NEWEST_MINOR)
    others = [int(match[1]) for match in map(NAMED.match, builder.packages) if match]
    image = gcc_of(builder.image) if builder.image else None
    known = image or (gcc_of_release(builder.release) if builder.release else None)
    # Another one is installed beside it, and it is not known which one is used.
    return None if known is None or any(other != known[0] for other in others) else known
