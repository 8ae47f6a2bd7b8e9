"""Writes docs/walkthrough.md: from nothing to a repaired and proved Dockerfile, command by command, as run here.

`python scripts/walkthrough.py WHEEL STORE` installs the wheel into a new virtual environment, makes a broken project
and runs the commands below; what they print is the page. STORE is a directory in which buildah and podman keep images:
those that the Dockerfile names are assembled there of Debian's packages (`tests/real/images.py`), which needs root.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "walkthrough.md"
CASE = "go-net-http-alpine"
# What lies beside the Dockerfile.
FILES = {
    "go.mod": "module example.com/server\n\ngo 1.19\n",
    "main.go": 'package main\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\nfunc main() {\n'
    '\thttp.Handle("/", http.NotFoundHandler())\n\tfmt.Println("serving")\n}\n',
}
# The images of the Dockerfile, and the packages of Debian 12 of which the stand-in for the first is made.
GO, PACKAGES, ALPINE = "golang:1.22", "golang-go,gcc,libc6-dev,ca-certificates", "alpine:3.20"
INSTALL = ("python -m venv venv && . venv/bin/activate", "pip install dfix")
PROVE = "dfix prove --fix --write"
COMMANDS = (
    ("cat Dockerfile", "The program is there, and Alpine says *not found*:"),
    ("dfix", "Ask dfix. It names the line, shows how the program came there, and what can be done:"),
    ("dfix explain DF101 | head -8", "You have never heard of glibc and musl? Each rule has a page:"),
    ("dfix --diff", "See what the safe fix would change:"),
    (
        PROVE,
        (
            "Make it, with a proof: the builder builds the image before and after, and dfix looks whether the program "
            "can start in it. (Without a builder, `dfix --write` writes the same.)"
        ),
    ),
    ("dfix", "Look again:"),
    ("dfix graph Dockerfile", "And see where each file comes from:"),
)
HEAD = (
    '# From "not found" to a patch\n\n'
    "Recorded by `scripts/walkthrough.py`: a new virtual environment, a broken project, {count} commands. The program "
    "is a server in Go that imports `net/http`. Where this was recorded no registry can be reached: the builder had "
    "images under the names `golang:1.22` and `alpine:3.20` that were assembled of Debian's packages (Go 1.19 and gcc "
    "on Debian 12; busybox and musl).\n\n```console\n{install}\n```\n"
)


def page(shown: Iterator[tuple[str, str, str]]) -> str:
    """The page, from the commands, what introduces them, and what they printed."""
    install = "\n".join(f"$ {command}" for command in INSTALL)
    parts = [HEAD.format(count=len(INSTALL) + len(COMMANDS), install=install)]
    parts += [f"{words}\n\n```console\n$ {command}\n{output.rstrip()}\n```\n" for command, words, output in shown]
    return "\n".join(parts)


def recorded(text: str) -> str:
    """What the page says that the proof printed."""
    found = re.search(rf"```console\n\$ {re.escape(PROVE)}\n(.*?)\n```", text, re.DOTALL)
    return found[1] if found else ""


def ran(
    folder: Path, prefix: str, proof: str | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str, str]]:
    """The commands in a folder with the broken project; ``prefix`` is a shell command that makes ``dfix`` known.

    ``proof`` is what the proof printed, where none can be made: then the same fix is written without one.
    """
    shutil.copy(ROOT / "corpus" / CASE / "Dockerfile", folder)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for command, words in COMMANDS:
        is_played = command == PROVE and proof is not None
        script = f"{prefix}; {'dfix --write --quiet' if is_played else command}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        yield command, words, proof if is_played and proof is not None else done.stdout


def builder(folder: Path) -> dict[str, str]:
    """The environment in which buildah and podman have the images of the Dockerfile."""
    for place in ("real", "makers"):
        sys.path.insert(0, str(ROOT / "tests" / place))
    from images import debian, full, open_store

    store = open_store(folder)
    if store.run("inspect", "--type", "image", full(GO), check=False).returncode:
        debian("bookworm", PACKAGES)(store, full(GO))
    if not store.has(ALPINE):
        sys.exit(f"{ALPINE} cannot be made here")
    return store.environment


def main() -> int:
    """Write the page; the exit code."""
    environment = {**builder(Path(sys.argv[2]).absolute()), "COLUMNS": "80"}
    environment.pop("PYTHONPATH", None)
    with tempfile.TemporaryDirectory() as folder:
        home, project = Path(folder, "home"), Path(folder, "project")
        project.mkdir()
        subprocess.run([sys.executable, "-m", "venv", home], check=True, env=environment)
        subprocess.run(
            [home / "bin" / "python", "-m", "pip", "install", "-q", sys.argv[1]], check=True, env=environment
        )
        shown = list(ran(project, f". {home}{os.sep}bin/activate", environment=environment))
    PAGE.write_text(page(iter(shown)), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
