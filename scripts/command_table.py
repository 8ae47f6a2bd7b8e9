"""Writes dfix/trace/commands/_table.py, which file has which command: `python scripts/command_table.py`."""

import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "dfix" / "trace" / "commands"
TABLE = FOLDER / "_table.py"
HEAD = '''"""Which file has a command's model, so that a run imports only those it meets.

``scripts/command_table.py`` writes this from the files.
"""

FILES = {
'''
TAIL = """}
COMMANDS = {command: file for file, commands in FILES.items() for command in commands.split()}
"""
WIDTH = 120


def render() -> str:
    """The whole table."""
    files = sorted(path.stem for path in FOLDER.glob("[!_]*.py"))
    modules = ((name, import_module(f"dfix.trace.commands.{name}")) for name in files)
    return HEAD + "".join(_entry(name, sorted(module.MODELS)) for name, module in modules) + TAIL


def _entry(name: str, commands: list[str]) -> str:
    whole = f'    "{name}": "{" ".join(commands)}",\n'
    return whole if len(whole) <= WIDTH else f'    "{name}": (\n{_lines(commands)}    ),\n'


def _lines(commands: list[str]) -> str:
    lines = [""]
    for command in commands:
        if len(lines[-1]) + len(command) > WIDTH - 12:
            lines.append("")
        lines[-1] += f"{command} "
    lines[-1] = lines[-1].rstrip()
    return "".join(f'        "{line}"\n' for line in lines)


def main() -> int:
    """Write it."""
    TABLE.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
