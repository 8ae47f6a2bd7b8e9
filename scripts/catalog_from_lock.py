"""Let the catalog grow from what was measured: compare the public images of a lock file with it, and add what it lacks.

``python scripts/catalog_from_lock.py dfix.lock`` tells, for each image of a public registry, where the catalog says
something else: its release, its C library, an interpreter, and libraries or programs that it calls absent and that are
there, or there and that are absent. ``--write`` adds a line for each image with a registry or a user in its name that
the catalog does not know; a line is about the locked tag only. What is said of official images is corrected by hand, or
by the scripts that make their data.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from dfix.images import Image, parse_reference, resolve
from dfix.images.facts import interpreters as interpreter_facts
from dfix.images.facts import releases
from dfix.images.interpreters import of_image
from dfix.images.lock import LANGUAGES, Locked, read_lock
from dfix.images.package_contents import records_program
from dfix.images.provides import Packages, holdings_of

PUBLIC = (
    "docker.io ghcr.io quay.io gcr.io mcr.microsoft.com public.ecr.aws registry.k8s.io cgr.dev registry.gitlab.com "
    "registry.access.redhat.com docker.elastic.co nvcr.io"
).split()
NAMESPACES = Path(__file__).parent.parent / "dfix/images/data/namespaces"
MOST_NAMES = 12


def public_entries(path: str) -> Iterator[Locked]:
    """The images of a lock file that anybody can ask for."""
    table = json.loads(Path(path).read_text(encoding="utf-8"))
    read_lock(path, Path(path).read_bytes())
    for entry in map(Locked, table["images"]):
        reference = parse_reference(entry.name)
        if reference and reference.registry in PUBLIC and entry.platform == "linux/amd64":
            yield entry


def differences(entry: Locked, listed: Image | None) -> Iterator[str]:
    """What the catalog says otherwise, or not at all."""
    measured = f"{entry.release.title}, {entry.release.libc_title}"
    if listed is None:
        yield f"not known; it is {measured}"
        return
    said = f"{listed.release.title}, {listed.release.libc_title}"
    if (listed.release.libcs, listed.release.version) != (entry.release.libcs, entry.release.version):
        yield f"the catalog says {said} ({listed.release_sure.word}); it is {measured}"
    for language in LANGUAGES:
        known, found = of_image(listed, language), entry.interpreter(language)
        if known and found and known.version and not f"{found[0]}.".startswith(f"{known.version}."):
            yield f"the catalog says {language} {known.version}; it is {found[0]}"
    yield from _contents(entry, listed)


def _contents(entry: Locked, listed: Image) -> Iterator[str]:
    """Libraries and programs of which the catalog is sure, and wrong."""
    holdings = holdings_of(listed, Packages())
    if holdings is None:
        return
    if not (holdings.is_open or holdings.open_libraries or holdings.unrecorded):
        yield from _listed("libraries that the catalog calls absent", entry.sonames - holdings.sonames)
        yield from _listed("libraries that are absent", holdings.sonames - entry.sonames)
    recorded = {name for name in entry.programs if records_program(name)}
    if not (holdings.is_open or holdings.is_partly_recorded):
        yield from _listed("programs that the catalog calls absent", recorded - holdings.programs)
    yield from _listed("programs that are absent", holdings.programs - entry.programs)


def _listed(what: str, names: "set[str] | frozenset[str]") -> Iterator[str]:
    if names:
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        yield f"{what}: {' '.join(sorted(names)[:MOST_NAMES])}{more}"


def line_of(entry: Locked, checked: str) -> dict[str, Any] | None:
    """The line about an image's tag; None for an official image, and for a release that the catalog does not have."""
    reference = parse_reference(entry.name)
    if reference is None or reference.is_official or reference.tag is None or entry.release.id not in releases():
        return None
    built_in = {name: found for name in LANGUAGES if (found := entry.interpreter(name)) and found[0]}
    at = {name: found[1].rpartition("/")[0] for name, found in built_in.items()}
    usual = {name: interpreter_facts()[name]["package_path"].rpartition("/")[0] for name in built_in}
    line: dict[str, Any] = {
        "images": [reference.name],
        "tag": f"^{re.escape(reference.tag)}$",
        "default": entry.release.id,
    }
    if built_in:
        line["interpreters"] = {name: [["", found[0]]] for name, found in built_in.items()}
    if any(at[name] != usual[name] for name in at):
        line["interpreters_at"] = at
    return line | {
        "confidence": "sure",
        "note": f"measured: {next(iter(sorted(entry.digests)), entry.entry.get('id', ''))}",
        "source": {"page": f"the image {entry.name}"},
        "evidence_to": str(entry.entry.get("created") or checked)[:10],
        "checked": checked,
        "added": "measured",
    }


def add(line: dict[str, Any], folder: Path) -> bool:
    """Put a line into the file of its registry and user; False where the file has it."""
    reference = parse_reference(line["images"][0])
    assert reference is not None
    path = folder / f"{reference.namespace}.json"
    lines = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    kept = [one for one in lines if (one["images"], one.get("tag")) != (line["images"], line["tag"])]
    if line in lines:
        return False
    path.write_text(json.dumps([line, *kept], indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return True


def main(words: list[str]) -> int:
    """Tell the differences, and add lines where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock")
    parser.add_argument("--write", action="store_true", help="add lines for images that the catalog does not know")
    parser.add_argument("--checked", required=True, metavar="DAY", help="the day on which the images were asked")
    parser.add_argument("--data", type=Path, default=NAMESPACES, help="the directory of the lines")
    given = parser.parse_args(words)
    for entry in public_entries(given.lock):
        listed = resolve(entry.name)
        for said in differences(entry, listed):
            print(f"{entry.name}: {said}")
        line = line_of(entry, given.checked) if listed is None or listed.family_sure.name == "POSSIBLE" else None
        if line and given.write and add(line, given.data):
            print(f"{entry.name}: added")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
