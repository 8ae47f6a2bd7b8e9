"""A Dockerfile, read, to be changed: its commands and instructions by name, and its text after edits."""

from typing import NamedTuple

from dfix.plan import BuildOptions, plan
from dfix.syntax import Instruction, parse
from dfix.text import Edit, Source, apply_edits
from dfix.trace import trace
from dfix.trace.result import Trace
from dfix.trace.state.call import Arg, Call

FROM = "FROM debian:12\n"


class Read(NamedTuple):
    """A file of one stage on Debian; its texts are byte text, so that any byte can be in them."""

    source: Source
    trace: Trace

    def call(self, name: str) -> Call:
        """The first command of that name in the last stage."""
        return next(call for call in self.trace.stages[-1].calls if call.name == name)

    def arg(self, name: str, text: str) -> tuple[Call, Arg]:
        """A command and its argument of that text."""
        call = self.call(name)
        return call, next(arg for arg in call.args if arg.text == text)

    def instruction(self, keyword: str) -> Instruction:
        """The first instruction of that keyword."""
        return next(one for one in self.trace.build.dockerfile.instructions if one.keyword == keyword)

    def after(self, *edits: Edit | None) -> str:
        """What follows the first line, after the edits."""
        made = [edit for edit in edits if edit is not None]
        assert len(made) == len(edits), "a verb made no edit"
        return apply_edits(self.source.data, made).decode("latin-1").partition("\n")[2]


def read(body: str) -> Read:
    """The file ``FROM debian:12`` with ``body`` below it, whose line ends the first line takes."""
    return read_whole((FROM.replace("\n", "\r\n") if "\r\n" in body else FROM) + body)


def read_whole(text: str) -> Read:
    """A whole file, in byte text."""
    source = Source(text.encode("latin-1"))
    return Read(source, trace(plan(parse(source), BuildOptions())))
