"""Make docs/settings.md and docs/dfix.1 from the settings and the commands. ``--check`` only compares."""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import click

from dfix.cli import COMMANDS, EPILOG, main
from dfix.config.settings import SETTINGS

DOCS = Path(__file__).parent.parent / "docs"
KINDS = {"array": "list of texts", "object": "table", "string": "text", "boolean": "true or false", "integer": "number"}


def settings_table() -> str:
    """The table of all keys."""
    rows = [
        f"| `{one.key}` | {_kind(one.schema)} | {one.says} | {'run' if one.of_run else 'file'} |" for one in SETTINGS
    ]
    head = [
        "# Settings",
        "",
        'Made by `scripts/settings_page.py`. A setting of a *file* may stand under `[per-path."pattern"]` too.',
    ]
    return "\n".join([*head, "", "| key | value | meaning | of |", "|---|---|---|---|", *rows, ""])


def man_page() -> str:
    """The manual page, in the man macros (man-pages(7))."""
    context = click.Context(main, info_name="dfix", **main.context_settings)
    check = main.get_command(context, "check")
    lines = [
        '.TH DFIX 1 "" "dfix" "User Commands"',
        ".SH NAME",
        "dfix \\- find what in a Dockerfile cannot run where it lands, and repair it",
    ]
    lines += [
        ".SH SYNOPSIS",
        ".B dfix",
        "[\\fIOPTIONS\\fR] [\\fIPATHS\\fR]...",
        ".br",
        ".B dfix",
        "\\fICOMMAND\\fR ...",
    ]
    lines += [".SH DESCRIPTION", *_text(main.help or ""), ".SH OPTIONS"]
    lines += list(_options(check, context)) if check else []
    lines.append(".SH COMMANDS")
    for name in COMMANDS:
        command = main.get_command(context, name)
        if command:
            lines += [".SS", f"dfix {name}", *_text(command.help or "")]
            lines += list(_options(command, context)) if name != "check" else []
    lines += [".SH EXIT STATUS", *_text(EPILOG.partition(": ")[2]), ".SH FILES"]
    lines += [
        ".TP",
        ".B .dfix.toml, dfix.toml, pyproject.toml",
        "Configuration; the nearest one above a Dockerfile wins.",
    ]
    lines += [".TP", ".B ~/.config/dfix/dfix.toml", "Configuration where no directory has one."]
    return "\n".join([*lines, ""])


def _kind(schema: object) -> str:
    if not isinstance(schema, dict):
        return ""
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    return KINDS.get(str(schema.get("type")), "text, or false")


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    own = click.Context(command, context, command.name)
    for parameter in command.get_params(own):
        record = parameter.get_help_record(own)
        if record:
            yield from (".TP", f".B {_escaped(record[0])}", _escaped(record[1]))


def _text(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.split("\n\n")):
        yield from ([".PP"] if number else [])
        yield _escaped(" ".join(paragraph.split()))


def _escaped(text: str) -> str:
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{safe}" if safe.startswith(".") else safe


def write() -> int:
    """Write both, or tell which is not current."""
    stale = 0
    for name, text in (("settings.md", settings_table()), ("dfix.1", man_page())):
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in sys.argv[1:]:
            print(f"docs/{name} is not current: run python scripts/settings_page.py")
            stale = 1
        else:
            path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(write())
