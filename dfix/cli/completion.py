"""``dfix completion SHELL``: the script that makes a shell complete dfix's options."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a completion script: eval "$(dfix completion bash)"."""
    maker = get_completion_class(shell)
    root = context.find_root().command
    if maker is not None:
        click.echo(maker(root, {}, "dfix", "_DFIX_COMPLETE").source())
