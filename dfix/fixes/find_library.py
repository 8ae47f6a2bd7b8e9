"""Let a library be found in whichever architecture's directory it is."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import replace
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.syntax import Instruction
from dfix.syntax.words import Word
from dfix.text.pattern import pattern
from dfix.trace.knowledge.written_architecture import Written
from dfix.trace.result import Trace

FIND_LIBRARY = Repair(
    "find-library",
    "`*-linux-gnu` in a COPY of libraries, which land in `/usr/lib`; the library's name alone in `LD_PRELOAD`",
    "the loader searches `/usr/lib` too; what opens a library by its whole path does not find it there",
    Applicability.UNSAFE,
    Change.WORDS,
    cure=Confidence.LIKELY,
)
# A library in a directory of one architecture; not a loader, whose own path differs.
LIBRARY = pattern(r"(?P<above>/(?:usr/)?lib/)[\w]+-linux-gnu\w*/(?P<name>lib[^/\s]+\.so[^/\s]*)", having=".so")
DIRECTORY = pattern(r"/(?:usr/)?lib/[\w]+-linux-gnu\w*/?(?P<name>lib[^/\s]+\.so[^/\s]*)?", having="-linux-gnu")


def find_library(trace: Trace, word: Written) -> Iterator[Fix]:
    """Where a COPY takes libraries out of one directory, or LD_PRELOAD names one by its whole path (ld.so(8))."""
    if word.instruction.keyword == "COPY":
        yield from _of_copy(word.instruction)
    elif word.instruction.keyword == "ENV" and (match := LIBRARY.fullmatch(word.words)):
        edits = tuple(replace.text(trace.source, word.instruction, word.words, match["name"]))
        yield FIND_LIBRARY.fix("let the loader find the library", edits)


def _of_copy(copy: Instruction) -> Iterator[Fix]:
    """``*-linux-gnu`` in a COPY of libraries alone, into a directory of libraries or of their own."""
    *sources, target = copy.words
    if not sources or not all(LIBRARY.fullmatch(one.text) for one in sources):
        return
    edits = [replace.word(copy, one, _anywhere(one)) for one in sources]
    if match := DIRECTORY.fullmatch(target.text):
        edits.append(replace.word(copy, target, _json(target, f"/usr/lib/{match['name'] or ''}")))
    elif "-linux-gnu" in target.text or not target.text.endswith("/"):
        return
    yield FIND_LIBRARY.fix("copy from the directory of whichever architecture", tuple(edits))


def _anywhere(source: Word) -> str:
    match = LIBRARY.fullmatch(source.text)
    return _json(source, f"{match['above']}*-linux-gnu/{match['name']}" if match else source.text)


def _json(word: Word, text: str) -> str:
    """The text as the word is written: in quotes where it is a string of the JSON form."""
    return f'"{text}"' if word.end - word.start == len(word.text) + 2 else text
