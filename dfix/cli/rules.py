"""``dfix rules``: the list of rules."""

import json

import click

from dfix.rules import rules as all_rules


@click.command()
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(output_format: str) -> None:
    """List all rules, with the ids of their fixes."""
    if output_format == "json":
        entries = [
            {
                "code": rule.code,
                "name": rule.name,
                "summary": rule.summary,
                "fixes": [
                    {"id": repair.id, "does": repair.does, "applicability": repair.applicability.word}
                    for repair in rule.repairs
                ],
            }
            for rule in all_rules()
        ]
        click.echo(json.dumps(entries, indent=2))
        return
    for rule in all_rules():
        click.echo(f"{rule.code} {rule.name}: {rule.summary}")
        click.echo(f"      fixes: {', '.join(repair.id for repair in rule.repairs)}")
