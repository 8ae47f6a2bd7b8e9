"""The command line: one file a command. ``COMMANDS`` names the files; without a command, ``check`` is meant."""

import os
from collections.abc import MutableSequence
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from dfix import __version__
from dfix.run.streams import INTERRUPTED, UNWRITABLE

# The commands, in the order in which help lists them, and the files that hold them.
COMMANDS = {
    "check": "check",
    "review": "review",
    "graph": "graph",
    "report": "report",
    "explain": "explain",
    "rules": "rules",
    "images": "images",
    "inspect": "inspect",
    "lock": "lock",
    "prove": "prove",
    "batch": "batch",
    "lsp": "lsp",
    "mcp": "mcp",
    "schema": "schema",
    "completion": "completion",
}
EPILOG = (
    "Exit codes: 0 nothing left to say, 1 findings left, 2 wrong use or a file that cannot be read, "
    "3 a fault of dfix itself, or an output that cannot be written, 130 after ^C."
)


class _Main(click.Group):
    """The group of commands; each is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{COMMANDS[cmd_name]}"), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: MutableSequence[str]) -> list[str]:
        """Put ``check`` before words that begin with no command."""
        own = (*COMMANDS, *ctx.help_option_names, "--version")
        completes_nothing_yet = ctx.resilient_parsing and not args
        if not completes_nothing_yet and (not args or args[0] not in own):
            if args and not ctx.resilient_parsing:
                _refuse_slip(args[0])
            args.insert(0, "check")
        return super().parse_args(ctx, list(args))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; ^C and an output that takes nothing end it as in ``__main__``, not as click would."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            raise click.exceptions.Exit(UNWRITABLE) from None
        except Exception as error:
            told = _told(error)
            if told is None:
                raise
            raise told from None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, and what ``check`` takes."""
        check = self.get_command(ctx, "check")
        own = (
            check.shell_complete(check.make_context("check", [], ctx, resilient_parsing=True), incomplete)
            if check
            else []
        )
        paths = [CompletionItem(incomplete, type="file")] if not incomplete.startswith("-") else []
        return [*super().shell_complete(ctx, incomplete), *own, *paths]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of ``check``, then the commands."""
        check = self.get_command(ctx, "check")
        if check:
            check.format_options(click.Context(check, ctx, "check"), formatter)
        self.format_commands(ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Both forms."""
        formatter.write_usage(ctx.command_path, "[OPTIONS] [PATHS]...")
        formatter.write_usage(ctx.command_path, "COMMAND ...", prefix="       ")


def _told(error: Exception) -> click.ClickException | None:
    """The error as click shows it, escaped: it may hold text of a configuration file of anybody's.

    None for one that is a fault of dfix, or that click shows by itself.
    """
    from dfix.config import ConfigError
    from dfix.report.escape import harmless

    if isinstance(error, ConfigError):
        return click.UsageError(harmless(f"{error.path}: {error}; {error.help}"))
    if isinstance(error, click.ClickException):
        error.message = harmless(error.message)  # type: ignore[misc]
        return error
    return None


def _refuse_slip(word: str) -> None:
    """Say so where a word is neither an option nor a file, and like a command.

    Raises:
        click.UsageError: it is.
    """
    from dfix.text.spelling import closest

    near = None if word.startswith("-") or os.path.lexists(word) else closest(word, COMMANDS)
    if near:
        raise click.UsageError(f"there is no file and no command {word}; did you mean dfix {near}?")


@click.command(cls=_Main, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.version_option(__version__, prog_name="dfix")
def main() -> None:
    """Find what in a Dockerfile cannot run where it lands, and repair it.

    PATHS are Dockerfiles, directories, or - for standard input; by default the current directory.
    With - and --write the repaired text goes to standard output, messages to standard error.
    A file that is named like a command is given as ./NAME.
    """


if os.environ.get("_DFIX_COMPLETE", "").startswith("powershell"):
    import_module(f"{__name__}.completion")  # it adds the shell to those of click
