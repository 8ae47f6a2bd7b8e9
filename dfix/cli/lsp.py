"""``dfix lsp``: the language server."""

import os
import signal
import sys

import click

from dfix.run.messages import Messages
from dfix.run.streams import INTERRUPTED
from dfix.text.wording import install_extra, reason

LAST_PORT = 65535


@click.command()
@click.option("--tcp", metavar="HOST:PORT", help="Listen there instead of speaking over standard input and output.")
@click.option("--check", is_flag=True, help="Start nothing; tell by the exit code whether the server could be started.")
def lsp(tcp: str | None, check: bool) -> None:
    """Run the language server (needs the extra: pip install "dfix[lsp]")."""
    try:
        from dfix.lsp.features import serve
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise click.ClickException(f"the language server needs pygls: {install_extra('lsp')}") from None
    if check:
        return
    host, _, port = (tcp or "").rpartition(":")
    if tcp and not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= LAST_PORT):
        raise click.BadParameter("write it as HOST:PORT, 127.0.0.1:2087", param_hint="--tcp")
    # At once: the library would first wait for the thread that reads standard input. There is nothing to lose.
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    messages = Messages(sys.stdin.buffer)
    try:
        serve((host or "127.0.0.1", int(port)) if tcp else None, messages)
    except OSError as error:
        if not tcp:
            raise
        raise click.ClickException(f"cannot listen at {tcp}: {reason(error)}") from None
    if messages.complaint:
        raise click.ClickException(messages.complaint)
