"""Writes docs/walkthrough.md: from nothing to a repaired Dockerfile, command by command, as run here.

`python scripts/walkthrough.py WHEEL` installs the wheel into a new virtual environment, makes a broken project and runs
the commands below; what they print is the page. Where a builder is there, the repair is proved, too.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "walkthrough.md"
CASE = "go-net-http-alpine"
INSTALL = ("python -m venv venv && . venv/bin/activate", "pip install dfix")
COMMANDS = (
    ("cat Dockerfile", "The program is there, and Alpine says *not found*:"),
    ("dfix", "Ask dfix. It names the line, shows how the program came there, and what can be done:"),
    ("dfix explain DF101 | head -8", "You have never heard of glibc and musl? Each rule has a page:"),
    ("dfix --diff", "See what the safe fix would change:"),
    ("dfix --write", "Make it:"),
    ("dfix", "Look again:"),
    ("dfix graph Dockerfile", "And see where each file comes from:"),
)
HEAD = """# From "not found" to a patch

Recorded by `scripts/walkthrough.py`: a new virtual environment, a broken project, {count} commands.

```console
{install}
```
"""


def page(shown: Iterator[tuple[str, str, str]]) -> str:
    """The page, from the commands, what introduces them, and what they printed."""
    install = "\n".join(f"$ {command}" for command in INSTALL)
    parts = [HEAD.format(count=len(INSTALL) + len(COMMANDS), install=install)]
    parts += [f"{words}\n\n```console\n$ {command}\n{output.rstrip()}\n```\n" for command, words, output in shown]
    return "\n".join(parts)


def ran(folder: Path, prefix: str) -> Iterator[tuple[str, str, str]]:
    """The commands in a folder with the broken project; ``prefix`` is a shell command that makes ``dfix`` known."""
    shutil.copy(ROOT / "corpus" / CASE / "Dockerfile", folder)
    for command, words in COMMANDS:
        script = f"{prefix}; {command}"
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        yield command, words, done.stdout


def main() -> int:
    """Write the page; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        home, project = Path(folder, "home"), Path(folder, "project")
        project.mkdir()
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([home / "bin" / "python", "-m", "pip", "install", "-q", sys.argv[1]], check=True)
        PAGE.write_text(page(ran(project, f". {home}/bin/activate")), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
