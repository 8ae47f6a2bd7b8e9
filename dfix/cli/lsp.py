"""``dfix lsp``: the language server."""

import click


@click.command()
@click.option("--tcp", metavar="HOST:PORT", help="Listen there instead of speaking over standard input and output.")
def lsp(tcp: str | None) -> None:
    """Run the language server (needs the extra: pip install "dfix[lsp]")."""
    try:
        from dfix.lsp.features import serve
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise click.ClickException('the language server needs pygls: pip install "dfix[lsp]"') from None
    host, _, port = (tcp or "").rpartition(":")
    if tcp and not port.isdigit():
        raise click.BadParameter("write it as HOST:PORT, 127.0.0.1:2087", param_hint="--tcp")
    serve((host or "127.0.0.1", int(port)) if tcp else None)
