"""Make docs/rules/ from the rules' own files: one page a rule, and a list. ``--check`` only compares.

What a page shows below its first example is what dfix says of it, run here.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from dfix import Options, analyse
from dfix.context import Folder
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.page import plain, rule_page
from dfix.report.text import render
from dfix.rules import rules
from dfix.rules.examples import examples_of
from dfix.rules.rule import Rule

FOLDER = Path(__file__).parent.parent / "docs" / "rules"


def pages() -> dict[str, str]:
    """File names and what they hold."""
    rows = [f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.summary} |" for rule in rules()]
    head = ["# The rules", "", "Made by `scripts/rule_pages.py` from the rules' files.", ""]
    table = ["| code | name | fault |", "|---|---|---|", *rows, ""]
    made = {f"{rule.code}.md": rule_page(rule, said(rule)) for rule in rules()}
    return {**made, "README.md": "\n".join([*head, *table])}


def said(rule: Rule) -> str:
    """What dfix says of the first example of a rule, as in a pipe."""
    example = examples_of(rule).bad[0]
    with TemporaryDirectory() as folder:
        for name, text in example.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        options = Options(select=(rule.code,), context=Folder(folder) if example.files else None)
        analysis = analyse(plain(example.text), options)
        return render([FileReport("Dockerfile", analysis.source, analysis.findings)], RenderOptions())


def main() -> int:
    """Write the pages, or tell which are not current."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    wanted = pages()
    stale = sorted(name for name in {*there, *wanted} if there.get(name) != wanted.get(name))
    if "--check" in sys.argv[1:]:
        print("\n".join(f"docs/rules/{name} is not current: run python scripts/rule_pages.py" for name in stale))
        return 1 if stale else 0
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
