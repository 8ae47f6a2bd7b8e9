"""Bring the official images' tags up to date from a clone of the official-images manifests.

    git clone https://github.com/docker-library/official-images /some/where
    python scripts/update_official.py /some/where            from the day the data stops
    python scripts/update_official.py /some/where --since 2013-01-01

A manifest (``library/IMAGE``) lists tags block by block. A block's system is told by a tag that
names it (``1.27-trixie``) or by its directory; where neither does, its tags are left as they are
and counted in the summary.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from build_catalog import DATA, official_text

from dfix.images.official import written_out

FIRST_DAY = "2013-07-09"  # of the manifests' own history: a change's start where it is not known
WINDOWS = re.compile(r"windowsservercore|nanoserver|windows-")


class Block(NamedTuple):
    """One block of a manifest: its tags, shared ones included, and its directory."""

    tags: tuple[str, ...]
    directory: str


class Words:
    """Which system a tag or a directory names."""

    def __init__(self, data: Path) -> None:
        self.path = data / "tag_words.json"
        self.facts = json.loads(self.path.read_text(encoding="utf-8"))
        before = self.facts["not_before"]
        self.rules = [(re.compile(before + rule["find"]), rule["os"]) for rule in self.facts["suffix_rules"]]

    def find(self, text: str) -> tuple[str, str] | None:
        """The word that names a system, and that system's id."""
        for pattern, system in self.rules:
            match = pattern.search(text)
            if match:
                name = match[1] if match.groups() else ""
                named = self.facts["codenames"][name] if system == "@codename" else system
                return match[0], named.replace("$1", name)
        return None


class Image:
    """What one image's tags meant, and when."""

    def __init__(self, path: Path) -> None:
        entry = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.path = path
        self.history: dict[str, list[tuple[str, str]]] = {}
        for system, tags in entry.get("fixed", {}).items():
            self.history |= {tag: [("", system)] for tag in written_out(tags)}
        for steps, tags in entry.get("moved", []):
            dated = [(step.split()[0], step.split()[1]) for step in steps.split("; ")]
            self.history |= {tag: list(dated) for tag in written_out(tags)}
        self.named: dict[str, dict[str, None]] = {
            word: dict.fromkeys(written_out(tags)) for word, tags in entry.get("named", {}).items()
        }

    def record(self, tag: str, day: str, system: str) -> None:
        """From ``day`` on the tag means ``system``."""
        steps = self.history.setdefault(tag, [("", system)])
        if steps[-1][1] != system:
            if not steps[0][0]:
                steps[0] = (FIRST_DAY, steps[0][1])
            steps.append((day, system))

    def record_named(self, tag: str, word: str) -> None:
        """The tag exists and names its system by ``word``; ``@`` marks where the word stood."""
        self.named.setdefault(word, {})[tag.replace(word, "@", 1)] = None

    def write(self) -> None:
        """Write the image's data file."""
        fixed: dict[str, list[str]] = {}
        moved: dict[str, list[str]] = {}
        for tag, steps in self.history.items():
            if len(steps) == 1:
                fixed.setdefault(steps[0][1], []).append(tag)
            else:
                moved.setdefault("; ".join(f"{day} {system}" for day, system in steps), []).append(tag)
        text = official_text(
            {system: " ".join(tags) for system, tags in fixed.items()},
            [[steps, " ".join(tags)] for steps, tags in moved.items()],
            {word: " ".join(tags) for word, tags in self.named.items()},
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, encoding="utf-8")


def read_manifest(text: str) -> Iterator[Block]:
    """The blocks of a manifest that are not for Windows; the old one-line form included."""
    for part in re.split(r"\n[ \t]*\n", text):
        fields = dict(re.findall(r"(?m)^([A-Za-z0-9-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", part))
        if "Tags" in fields and not fields.get("Architectures", "").startswith("windows"):
            tags = _list(fields["Tags"]) + _list(fields.get("SharedTags", ""))
            yield Block(tuple(t for t in tags if not WINDOWS.search(t)), fields.get("Directory", ""))
    for tag, place in re.findall(r"(?m)^([\w.-]+): \w+://\S+@\w+ ?(\S*)$", text):
        yield Block((tag,), place)


def _list(text: str) -> list[str]:
    return [tag for tag in re.split(r"[,\s]+", text) if tag]


def changes(clone: Path, since: str) -> Iterator[tuple[str, str, str]]:
    """Day, image and manifest text of each change of a manifest after ``since``, oldest first."""
    log = _git(
        clone, "log", "--reverse", f"--since={since}", "--format=@%H %cs", "--name-only", "HEAD", "--", "library"
    )
    wanted, commit, day = [], "", ""
    for line in log.splitlines():
        if line.startswith("@"):
            commit, day = line[1:].split()
        elif line.startswith("library/"):
            wanted.append((day, line.removeprefix("library/"), f"{commit}:{line}"))
    yield from _texts(clone, wanted)


def _texts(clone: Path, wanted: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    with subprocess.Popen(
        ["git", "-C", str(clone), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for day, image, name in wanted:
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.readline().split()
            if head[-1] != b"missing":
                yield day, image, process.stdout.read(int(head[2]) + 1).decode("utf-8", "replace")


def _git(clone: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(clone), *words], check=True, capture_output=True, text=True).stdout


def update(clone: Path, data: Path, since: str | None) -> str:
    """Bring the data up to date; a line that says what was done."""
    words = Words(data)
    images: dict[str, Image] = {}
    unknown, last_day = set(), words.facts["as_of"]
    for day, name, text in changes(clone, since or words.facts["as_of"]):
        image = images.setdefault(name, Image(data / "official" / f"{name}.json"))
        for block in read_manifest(text):
            known = next(filter(None, map(words.find, (*block.tags, block.directory))), None)
            for tag in block.tags:
                own = words.find(tag)
                if own:
                    image.record_named(tag, own[0])
                elif known is None:
                    unknown.add(f"{name}:{tag}")
                elif day > words.facts["as_of"]:
                    image.record(tag, day, known[1])
        last_day = max(last_day, day)
    for image in images.values():
        image.write()
    raw = words.path.read_text(encoding="utf-8")
    words.path.write_text(raw.replace(words.facts["as_of"], last_day), encoding="utf-8")
    return f"{len(images)} images up to {last_day}; {len(unknown)} tags of unknown system left as they were"


def main() -> int:
    """Run the update; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clone", type=Path)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--since", help="YYYY-MM-DD; default: the day the data stops")
    options = parser.parse_args()
    print(update(options.clone, options.data, options.since))
    return 0


if __name__ == "__main__":
    sys.exit(main())
