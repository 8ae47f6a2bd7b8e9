"""One command as it is called: words with variables replaced, environment, directory."""

from collections.abc import Iterator, Mapping

from dfix.syntax import Instruction
from dfix.syntax.script import Command, Redirect, Script
from dfix.text import Span
from dfix.text.paths import join_path
from dfix.values import NamedTuple

__all__ = ["Arg", "Call", "join_path"]


class Arg(NamedTuple):
    """An argument's text, unknown text where it is not known; ``[start, end)`` in the script's text."""

    text: str
    start: int
    end: int


class Call(NamedTuple):
    """A simple command that is about to run.

    ``name`` is the program's base name; ``env`` what the command finds in its environment;
    ``inline`` the variables assigned on its own line; ``feeds`` the calls before it in a pipeline;
    ``piped`` whether its output goes to another command; ``via`` the call in the Dockerfile that runs the
    makefile or script in which it is, None where it is in the Dockerfile itself; ``follows_unread`` whether
    a command that dfix does not read ran before it, or may have.
    """

    name: str
    program: str
    args: tuple[Arg, ...]
    env: Mapping[str, str]
    inline: tuple[str, ...]
    cwd: str
    command: Command
    script: Script
    instruction: Instruction
    stage: int
    feeds: "tuple[Call, ...]" = ()
    redirects: tuple[tuple[Redirect, str], ...] = ()
    piped: bool = False
    via: "Call | None" = None
    follows_unread: bool = False

    @property
    def span(self) -> Span:
        """Where it is in the Dockerfile; of a call in a makefile or script, where that one is run."""
        if self.via:
            return self.via.span
        return self.script.span(self.command.start, self.command.end)

    @property
    def texts(self) -> tuple[str, ...]:
        """The arguments' texts."""
        return tuple(arg.text for arg in self.args)

    def option(self, *names: str) -> Arg | None:
        """The value of the last of these options, as ``-o value``, ``-ovalue`` (one letter) or ``--o=value``."""
        value = None
        for position, arg in enumerate(self.args):
            for name in names if arg.text.startswith(names) else ():
                if arg.text == name and position + 1 < len(self.args):
                    value = self.args[position + 1]
                elif arg.text.startswith(f"{name}="):
                    value = Arg(arg.text[len(name) + 1 :], arg.start, arg.end)
                elif len(name) == 2 and arg.text.startswith(name) and arg.text != name:
                    value = Arg(arg.text[2:], arg.start, arg.end)
        return value

    def has(self, *names: str) -> bool:
        """Whether one of these words is an argument."""
        return any(arg.text in names for arg in self.args)

    def operands(self, *with_value: str) -> Iterator[Arg]:
        """The arguments that are no options; ``with_value`` names options that take the next word."""
        skip, only_operands = False, False
        for arg in self.args:
            if skip:
                skip = False
            elif only_operands or not arg.text.startswith("-") or arg.text == "-":
                yield arg
            elif arg.text == "--":
                only_operands = True
            else:
                skip = arg.text in with_value

    def path(self, text: str) -> str:
        """An absolute path for ``text``, seen from the working directory."""
        return join_path(self.cwd, text)
