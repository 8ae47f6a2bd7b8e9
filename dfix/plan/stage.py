"""A build stage and what it starts from."""

from dfix.syntax import Instruction, Word
from dfix.text import Span, readable
from dfix.values import NamedTuple, TypeAlias


class ImageBase(NamedTuple):
    """An image reference with variables replaced; it may contain unknown text."""

    text: str


class StageBase(NamedTuple):
    """An earlier stage of this file."""

    number: int


class Scratch(NamedTuple):
    """Nothing: the empty image."""


Base: TypeAlias = ImageBase | StageBase | Scratch


class Stage(NamedTuple):
    """The instructions from one FROM to the next; ``name`` is in lower case, as BuildKit compares it."""

    number: int
    name: str | None
    base: Base
    base_word: Word
    platform: str | None
    start: Instruction
    body: tuple[Instruction, ...]
    is_last: bool = False

    @property
    def title(self) -> str:
        """For messages: ``stage `build` ``, ``the final stage``, ``stage 2``."""
        if self.name:
            return f"stage `{readable(self.name)}`"
        return "the final stage" if self.is_last else f"stage {self.number}"

    @property
    def label(self) -> str:
        """For programs: its name, or its number from 0; what a finding carries as its stage."""
        return self.name or str(self.number)

    @property
    def base_span(self) -> Span:
        """The place of the base image's reference in the file."""
        return self.start.logical.span(self.base_word.start, self.base_word.end)
