"""The value types of the syntax: an instruction with its flags and heredocs."""

from dfix.syntax.words import Word, json_words, split_words
from dfix.text import LogicalText, Span
from dfix.values import NamedTuple

KEYWORDS = frozenset(
    (
        "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL "
        "STOPSIGNAL USER VOLUME WORKDIR"
    ).split()
)
HEREDOC_KEYWORDS = frozenset({"ADD", "COPY", "RUN"})
JSON_KEYWORDS = frozenset({"ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"})


class Flag(NamedTuple):
    """``--name=value``; ``start`` and ``end`` are offsets into the instruction's logical text.

    ``value`` is empty for a flag without ``=``; ``value_start`` is where it begins.
    """

    name: str
    value: str
    start: int
    end: int
    value_start: int


class Heredoc(NamedTuple):
    """The body of ``<<NAME``: ``body`` is its text, ``span`` its place, without the end line.

    ``expand`` tells whether variables in it are replaced (NAME was not quoted), ``chomp`` whether
    leading tabs are dropped (``<<-``).
    """

    name: str
    expand: bool
    chomp: bool
    span: Span
    body: str


class Instruction(NamedTuple):
    """One Dockerfile instruction.

    ``keyword`` is in upper case. ``span`` reaches from the keyword to the end of the last line,
    heredocs included, without the line end. ``args_start`` is the offset in ``logical.text`` where
    the arguments after the flags begin; lines count from zero.
    """

    keyword: str
    span: Span
    logical: LogicalText
    keyword_start: int
    args_start: int
    flags: tuple[Flag, ...]
    heredocs: tuple[Heredoc, ...]
    first_line: int
    last_line: int

    @property
    def args(self) -> str:
        """The logical text after the flags, as written."""
        return self.logical.text[self.args_start :]

    @property
    def keyword_span(self) -> Span:
        """The place of the keyword in the file."""
        return self.logical.span(self.keyword_start, self.keyword_start + len(self.keyword))

    def flag(self, name: str) -> Flag | None:
        """The last flag of that name; BuildKit takes the last where only one may be."""
        return next((flag for flag in reversed(self.flags) if flag.name == name), None) if self.flags else None

    @property
    def json(self) -> tuple[Word, ...] | None:
        """The words of the JSON form, or None when the instruction is not in it."""
        if self.keyword not in JSON_KEYWORDS:
            return None
        return json_words(self.logical.text, self.args_start)

    @property
    def words(self) -> tuple[Word, ...]:
        """The arguments: of the JSON form, or split at white space."""
        words = self.json
        return split_words(self.logical.text, self.args_start) if words is None else words
