"""``dfix mcp``: dfix as a server of the Model Context Protocol, for coding agents."""

import io
import sys

import click

from dfix.run.messages import Messages
from dfix.text.wording import install_extra


@click.command()
def mcp() -> None:
    """Serve analyse, fix, explain and inspect to a coding agent (needs the extra: pip install "dfix[mcp]").

    The server speaks over standard input and output. It reads files below the directory in which it runs, and
    writes one only when the agent asks fix to.
    """
    try:
        from dfix.mcp.server import server
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("mcp", "pydantic", "anyio"):
            raise
        raise click.ClickException(f"the server needs the SDK: {install_extra('mcp')}") from None
    messages = Messages(sys.stdin.buffer)
    sys.stdin = io.TextIOWrapper(messages, encoding="utf-8", errors="replace")
    server().run("stdio")
    if messages.complaint:
        raise click.ClickException(messages.complaint)
