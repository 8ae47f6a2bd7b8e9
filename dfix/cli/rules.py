"""``dfix explain`` and ``dfix rules``: what the rules' own files say."""

import json

import click

from dfix.config.settings import did_you_mean
from dfix.rules import rules as all_rules
from dfix.rules.rule import Rule
from dfix.syntax.suppression import current_name


def _named(word: str) -> Rule:
    found = next((rule for rule in all_rules() if rule.code == word.upper() or rule.name == current_name(word)), None)
    if found is None:
        words = [name for rule in all_rules() for name in (rule.code, rule.name)]
        raise click.BadParameter(f"there is no rule {word}{did_you_mean(word, words) or '; dfix rules lists them'}")
    return found


def _codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """For shell completion."""
    words = [name for rule in all_rules() for name in (rule.code, rule.name)]
    return [word for word in words if word.lower().startswith(incomplete.lower())]


@click.command()
@click.argument("codes", nargs=-1, required=True, shell_complete=_codes)
def explain(codes: tuple[str, ...]) -> None:
    """Show the pages of rules, by code or name."""
    from dfix.report.page import rule_page

    click.echo("\n".join(rule_page(rule) for rule in map(_named, codes)), nl=False)


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
