"""``dfix`` and ``python -m dfix``: the way in.

A save hook pays for start-up each time, and click takes a quarter of it. So the words that hooks
and prompts use most are read here; all others, and all mistakes, are click's (``cli``).
"""

import sys

if __name__ == "__main__" and not getattr(sys.flags, "safe_path", False):
    # ``python -m`` puts the current directory first: a json.py in it, which may be anybody's, is not to be run.
    del sys.path[0]

import gc
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dfix.run.command import Request

FLAGS = frozenset({"--write", "--diff", "--unsafe-fixes", "--quiet", "-q", "--exit-zero"})
# As in ``cli``, which is not imported for them.
COMMANDS = frozenset(
    "check review graph report explain rules images inspect lock prove batch lsp mcp schema completion".split()
)


def plain_request(words: "Sequence[str]") -> "Request | None":
    """The request of a call with nothing but paths and plain flags; None for any other."""
    from dfix.config import Settings
    from dfix.run.command import Request

    if words and (words[0] in COMMANDS or not (words[0].startswith("-") or os.path.lexists(words[0]))):
        return None
    paths: list[str] = []
    flags: set[str] = set()
    stdin_filename = "<stdin>"
    rest = iter(words)
    for word in rest:
        if word == "--stdin-filename":
            stdin_filename = next(rest, "")
        elif word in FLAGS:
            flags.add(word)
        elif word != "-" and word.startswith("-"):
            return None
        else:
            paths.append(word)
    if not stdin_filename or {"--write", "--diff"} <= flags or "_DFIX_COMPLETE" in os.environ:
        return None
    given = Settings(
        unsafe_fixes="--unsafe-fixes" in flags or None,
        quiet=bool(flags & {"--quiet", "-q"}) or None,
        exit_zero="--exit-zero" in flags or None,
    )
    return Request(tuple(paths) or (".",), given, "--write" in flags, "--diff" in flags, stdin_filename=stdin_filename)


def main() -> None:
    """Run dfix on the process's own words and exit."""
    # Few values here form cycles, so the collector would only walk over live ones.
    gc.set_threshold(100_000)
    from dfix.run.streams import ended, open_closed_streams

    open_closed_streams()
    # At once: to take the interpreter apart costs as much as to read a Dockerfile.
    os._exit(ended(_run))


def docker_plugin() -> None:
    """Run as ``docker dfix …``: docker calls the program with its own name first, or asks what it is.

    Source: docker/cli, ``cli-plugins/metadata``.
    """
    if sys.argv[1:2] == ["docker-cli-plugin-metadata"]:
        import json

        from dfix import __version__

        says = "Find and repair what cannot run where a Dockerfile's COPY --from makes it land"
        print(  # noqa: T201 - docker reads it
            json.dumps({"SchemaVersion": "0.1.0", "Vendor": "dfix", "Version": __version__, "ShortDescription": says})
        )
        return
    if sys.argv[1:2] == ["dfix"]:
        del sys.argv[1]
    main()


def _run() -> int:
    """Do what the words say; the exit code."""
    request = plain_request(sys.argv[1:])
    if request is None:
        from dfix.cli import main as click_main

        click_main(prog_name="dfix")
        return 0
    from dfix.run.command import run

    return run(request)


if __name__ == "__main__":
    main()
