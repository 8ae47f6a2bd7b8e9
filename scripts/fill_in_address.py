"""Writes where the project lives in place of git.example/OWNER/dfix: `python scripts/fill_in_address.py ADDRESS`."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACEHOLDER = re.compile(r"https://git\.example(?:/OWNER)?/dfix(?![\w-])")
# As an action is named: by its owner and name.
ACTION = re.compile(r"\bOWNER/dfix(?=@)")
# The files that say where the project lives; in others git.example is an example.
FILES = (
    ".github/ISSUE_TEMPLATE/config.yml",
    "pyproject.toml",
    "docs/ci.md",
    "docs/code-review.md",
    "docs/examples/github-code-scanning.yml",
    "docs/examples/github-workflow.yml",
    "editors/vscode/package.json",
)
ADDRESS = re.compile(r"https://[\w.-]+(?:/[\w.-]+)+")


def filled(text: str, address: str) -> str:
    """The text with the address of the project.

    Raises:
        ValueError: it is no https address with an owner and a name.
    """
    if not ADDRESS.fullmatch(address):
        raise ValueError(f"{address}: write it as https://HOST/OWNER/dfix")
    return ACTION.sub("/".join(address.split("/")[3:]), PLACEHOLDER.sub(address, text))


def main() -> int:
    """Write the files; the exit code."""
    for name in FILES:
        path = ROOT / name
        path.write_text(filled(path.read_text(encoding="utf-8"), sys.argv[1].rstrip("/")), encoding="utf-8")
        sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
