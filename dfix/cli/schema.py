"""``dfix schema``: JSON schemas, for editors and for programs that read dfix's output."""

import json

import click

from dfix.config.schema import config_schema
from dfix.report.schema import output_schema


@click.command()
@click.argument("what", type=click.Choice(["config", "output"]))
def schema(what: str) -> None:
    """Print the JSON schema of the configuration file or of --format json."""
    click.echo(json.dumps(config_schema() if what == "config" else output_schema(), indent=2))
