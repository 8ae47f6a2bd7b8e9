"""``dfix schema``: JSON schemas, for editors and for programs that read dfix's output."""

import json

import click

from dfix.config.schema import config_schema
from dfix.lock.schema import lock_schema
from dfix.report.schema import output_schema


@click.command()
@click.argument("what", type=click.Choice(["config", "output", "lock"]))
def schema(what: str) -> None:
    """Print the JSON schema of the configuration file, of --format json, or of dfix.lock."""
    made = {"config": config_schema, "output": output_schema, "lock": lock_schema}[what]
    click.echo(json.dumps(made(), indent=2))
