"""Make the image catalog under dfix/images/data from a folder of facts.

    python scripts/build_catalog.py FACTS            writes the data files
    python scripts/build_catalog.py FACTS --check    says which of them differ; exit 1 if any

FACTS holds ``official-images.json``, ``os-releases.json``, ``other-images.json``, ``other-images-2.json``
and ``static-tools.json``. Kept as they are: the tags that name their system (``named``, from
``update_official.py``), and the lines of ``namespaces/`` that were added by hand (``added``).
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypedDict

from dfix.images.official import written_out

# A line as it is written; ``facts.ImageLine`` in dfix/images has its shape.
Line: TypeAlias = dict[str, Any]
DATA = Path(__file__).parent.parent / "dfix" / "images" / "data"
RELEASE_FIELDS = (
    "distro",
    "version",
    "codename",
    "libc",
    "libc_version",
    "package_manager",
    "ldconfig",
    "shell",
    "libssl",
)
# Images whose programs are static: they name a libc, yet hold no loader (see each one's note in the facts).
WITHOUT_LOADER = frozenset({"busybox-musl", "busybox-uclibc", "cirros", "nixos-nix"})
# What stands before the ending of a tag: all up to its first version, with ``rc1`` and the like.
UP_TO_VERSION = re.compile(r"[a-z-]*\d[\w.]*(?:-(?:rc|beta|alpha|ea|m|milestone)[-.]?\d*(?=-|$))*", re.IGNORECASE)
TOOL_FIELDS = ("tool", "images", "paths", "kind", "confidence", "why", "by_file")
RULE_FIELDS = ("images", "tags", "default", "use_suffix_rules", "confidence", "builds")
# Windows is no system of ours; its id tells that nothing which holds for Linux holds there.
WINDOWS = {"windows": {"distro": "windows", "libc": "none", "loader": False}}
WINDOWS_WORD = {"find": "(?:nanoserver|windowsservercore|servercore|ltsc20[0-9]{2})", "os": "windows"}
# The keys of a line, in the order in which they are written.
LINE_FIELDS = (
    "images",
    "tag",
    "mirrors",
    "mirrors_when",
    "published",
    "tags",
    "use_suffix_rules",
    "pinned",
    "pinned_default",
    "history",
    "default",
    "builds",
    "interpreters",
    "interpreters_at",
    "interpreters_history",
    "ended",
    "expected",
    "confidence",
    "note",
    "source",
    "evidence_to",
    "checked",
)
# What the facts say of interpreters in words: as pairs of a pattern of the tag and a version. "": not known.
ANY = ["", ""]
OF_RELEASE = ["", "@release"]
IN_TAG = [r"^v?(\d+(?:\.\d+)?)", "$1"]
AFTER_IMAGE_VERSION = [r"^(?:\d+(?:\.\d+){0,2}-)?(\d+(?:\.\d+)?)(?=-|$)", "$1"]
# Release notes of Playwright: the Node.js of each version.
PLAYWRIGHT = [
    [r"^v?1\.(?:\d|[12]\d|3[0-2])\.", ""],
    [r"^v?1\.3\d\.", "18"],
    [r"^v?1\.4[0-8]\.", "20"],
    [r"^v?1\.(?:49|5[0-6])\.", "22"],
    [r"^v?1\.(?:5[7-9]|[6-9]\d)\.", "24"],
    ANY,
]
PHRASES: Mapping[str, list[list[str]]] = {
    "{tag}": [IN_TAG, ANY],
    "first number of the tag after an image version": [AFTER_IMAGE_VERSION, ANY],
    "first version in the tag": [[r"(\d+\.\d+)", "$1"], ANY],
    "version after php in the tag": [[r"php(\d+\.\d+)", "$1"], ANY],
    "version after php in the tag; without: 8.4 since 2024-11-22": [[r"php(\d+\.\d+)", "$1"], ANY],
    "in dhi.io/python: version in the tag": [IN_TAG, ANY],
    "in dhi.io/node: version in the tag": [IN_TAG, ANY],
    "distribution's own": [OF_RELEASE],
    "3": [OF_RELEASE],
    "of the release, in tags with python3 and bare versions": [[r"python3|^\d[\d.]*$", "@release"]],
    "distribution's own in tags with node or puppeteer or playwright": [["node|puppeteer|playwright", "@release"]],
    "3.12 on noble, 3.10 on jammy, 3.8 on focal (python image)": [OF_RELEASE],
    "3.14 for alpine; older ones by date": [["", "3.14"]],
    "24 for latest": [["^(?:latest)?$", "24"], ANY],
    "by version, see note": PLAYWRIGHT,
    "by date": [ANY],
    "unknown": [ANY],
    "newest": [ANY],
    "newest supported by that Airflow since 2.9, the default one before": [ANY],
    # Beside each other in directories of their own: no one of them is *the* interpreter.
    "several": [],
    "several, /opt/python/cp3*": [],
}
FOLDERS = {
    "/usr/local/bin or /usr/bin": "",
    "/usr/local/bin up to 3.0, /usr/python/bin in 3.1 to 3.3, /opt/python/bin from 3.4 (all linked from "
    "/usr/local/bin)": "/usr/local/bin",
}
# Phrases that hold for one of a line's images only.
ONLY_IN = {
    "in dhi.io/python: version in the tag": "dhi.io/python",
    "in dhi.io/node: version in the tag": "dhi.io/node",
    "3.12 on noble, 3.10 on jammy, 3.8 on focal (python image)": "mcr.microsoft.com/playwright/python",
}


# Releases whose packages have left the server that their images ask.
ARCHIVED = frozenset(
    [f"debian-{version}" for version in range(6, 11)]
    + [
        f"ubuntu-{version}"
        for version in "10.04 12.04 12.10 13.04 13.10 14.10 15.04 15.10 16.10 17.04 17.10 18.10 19.04 19.10 20.10 "
        "21.04 21.10 22.10 23.04 23.10 24.10".split()
    ]
)


class Fact(TypedDict, total=False):
    """What is read of a line of ``other-images-2.json``; its other keys are taken over as they are."""

    images: list[str]
    history: list[dict[str, str]]
    interpreters: dict[str, str]
    interpreters_at: dict[str, str]
    interpreters_history: list[dict[str, str]]


def data_files(facts: Path, data: Path) -> Iterator[tuple[Path, str]]:
    """Each data file's path and the text it is to have."""
    official = _load(facts / "official-images.json")
    yield data / "releases.json", _releases(_load(facts / "os-releases.json"))
    keys = ("as_of", "not_before", "suffix_rules", "codenames")
    words = {key: official[key] for key in keys}
    words["suffix_rules"] = [WINDOWS_WORD, *words["suffix_rules"]]
    yield data / "tag_words.json", _lines(words)
    yield from _namespaces(json.loads((facts / "other-images-2.json").read_text(encoding="utf-8")), data)
    yield data / "other.json", _others(_load(facts / "other-images.json"))
    yield data / "tools.json", _tools(_load(facts / "static-tools.json"))
    for name, entry in official["images"].items():
        path = data / "official" / f"{name}.json"
        named = _load(path).get("named", {}) if path.exists() else {}
        listed = {word: " ".join(written_out(tags)) for word, tags in named.items()}
        yield path, official_text(entry.get("fixed", {}), entry.get("moved", []), listed)


def official_text(fixed: Mapping[str, str], moved: list[list[str]], named: Mapping[str, str]) -> str:
    """An official image's file: one line a release, a history or a tag word, so that changes read well."""
    parts = (
        '"fixed": ' + _block("{}", [f"{_dump(k)}: {_dump(grouped(v))}" for k, v in sorted(fixed.items())]),
        '"moved": ' + _block("[]", [_dump([steps, grouped(tags)]) for steps, tags in moved]),
        '"named": ' + _block("{}", [f"{_dump(k)}: {_dump(grouped(v))}" for k, v in sorted(named.items())]),
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def grouped(tags: str) -> str:
    """Tags as the data writes them: versions that come with the same endings are a group (``official.py``)."""
    by_version: dict[str, list[str]] = {}
    for tag in tags.split():
        version = match[0] if (match := UP_TO_VERSION.match(tag)) else tag
        by_version.setdefault(version, []).append(tag[len(version) :] or "=")
    by_endings: dict[tuple[str, ...], list[str]] = {}
    for version, endings in by_version.items():
        by_endings.setdefault(tuple(endings), []).append(version)
    plain = [tag for ends, found in by_endings.items() if _is_plain(ends, found) for tag in _joined(found, ends)]
    groups = [
        f"{' '.join(found)} + {' '.join(ends)}" for ends, found in by_endings.items() if not _is_plain(ends, found)
    ]
    return "; ".join([" ".join(plain), *groups] if plain else groups)


def _is_plain(endings: tuple[str, ...], versions: list[str]) -> bool:
    return len(endings) == 1 and (len(versions) == 1 or endings == ("=",))


def _joined(versions: list[str], endings: tuple[str, ...]) -> list[str]:
    return [version + endings[0].strip("=") for version in versions]


def _releases(facts: Mapping[str, Mapping[str, object]]) -> str:
    rows: dict[str, dict[str, object]] = {}
    for name, fact in (*facts.items(), *WINDOWS.items()):
        row = {field: fact.get(field) for field in RELEASE_FIELDS}
        rows[name] = {k: v for k, v in row.items() if v is not None}
        if name in WITHOUT_LOADER:
            rows[name]["loader"] = False
        if name in ARCHIVED:
            rows[name]["archived"] = True
    return _block("{}", [f"{_dump(name)}: {_dump(row)}" for name, row in rows.items()]) + "\n"


def _tools(facts: Mapping[str, list[Mapping[str, object]]]) -> str:
    """Those that stand in images; a file of which only its source decides has no row."""
    rows = [{k: tool[k] for k in TOOL_FIELDS if k in tool} for tool in facts["tools"] if tool["images"]]
    for row in rows:
        if row["tool"] == "go toolchain":
            # Dynamic in older images and static in newer ones: the tag does not tell which.
            row["kind"] = "depends-on-tag"
        if row["tool"] == "busybox glibc":
            # Its plain tag was uclibc until 2022-12; the catalog knows which tag is what.
            row["kind"] = "follows-image"
        extra = next((tool.get("extra", {}) for tool in facts["tools"] if tool["tool"] == row["tool"]), {})
        row |= {key: extra[key] for key in ("needs", "glibc_min") if isinstance(extra, dict) and key in extra}
        if not isinstance(row.get("glibc_min", {}), dict):
            del row["glibc_min"]
    return _block("[]", [_dump(row) for row in rows if row["kind"] != "depends-on-source"]) + "\n"


def _others(facts: Mapping[str, list[Mapping[str, object]]]) -> str:
    rules = [{k: rule[k] for k in RULE_FIELDS if k in rule} for rule in facts["rules"]]
    lines = (
        '"rules": ' + _block("[]", [_dump(rule) for rule in rules]),
        '"name_guesses": ' + _block("[]", [_dump(guess) for guess in facts["name_guesses"]]),
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _namespaces(facts: list[Fact], data: Path) -> Iterator[tuple[Path, str]]:
    """The files of lines, one for each registry and user, and the day of the newest check."""
    made: dict[str, list[Line]] = {}
    for path in sorted((data / "namespaces").glob("*.json")):
        lines: list[Line] = json.loads(path.read_text(encoding="utf-8"))
        made[path.stem] = [line for line in lines if "added" in line]
    for fact in facts:
        for line in _parts(fact):
            for namespace, images in _by_namespace(line["images"]).items():
                made.setdefault(namespace, []).append(_ordered(line | {"images": images}))
    yield data / "catalog.json", _lines({"as_of": max(line["checked"] for lines in made.values() for line in lines)})
    for namespace, lines in made.items():
        yield data / "namespaces" / f"{namespace}.json", _block("[]", [_dump(line) for line in lines]) + "\n"


def _parts(fact: Fact) -> Iterator[Line]:
    """A line of the facts as lines of the catalog: one more where a phrase is about one of its images only."""
    phrases = fact.get("interpreters", {})
    special = {ONLY_IN[phrase]: phrase for phrase in phrases.values() if phrase in ONLY_IN}
    for image, phrase in special.items():
        yield _line(fact, [image], {language: listed for language, listed in phrases.items() if listed == phrase})
    others = {language: phrase for language, phrase in phrases.items() if phrase not in ONLY_IN}
    yield _line(fact, [image for image in fact["images"] if image not in special], others)


def _line(fact: Fact, images: Iterable[str], phrases: Mapping[str, str]) -> Line:
    line: Line = {**fact, "images": list(dict.fromkeys(image.removeprefix("docker.io/") for image in images))}
    if "history" in fact:
        line["history"] = "; ".join(f"{step['from']} {step['release']}" for step in fact["history"])
    if "interpreters" in fact:
        pairs = {language: PHRASES.get(phrase, [["", phrase]]) for language, phrase in phrases.items()}
        known = {language: listed for language, listed in pairs.items() if listed}
        folders = fact.get("interpreters_at", {})
        line["interpreters"] = known
        line["interpreters_at"] = {name: FOLDERS.get(folders[name], folders[name]) for name in folders if name in known}
    if "interpreters_history" in fact:
        line["interpreters_history"] = _by_language(fact["interpreters_history"])
    return line


def _by_language(steps: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The steps of interpreters: language → ``DAY VERSION; …``."""
    found: dict[str, list[str]] = {}
    for step in steps:
        for name, version in step.items():
            if name != "from":
                word = "@release" if PHRASES.get(version) == [OF_RELEASE] else version
                found.setdefault(name, []).append(f"{step['from']} {word}")
    return {name: "; ".join(listed) for name, listed in found.items()}


def _by_namespace(images: Iterable[str]) -> dict[str, list[str]]:
    """The images of each registry and user, as ``dfix/images/lines.py`` looks for them."""
    found: dict[str, list[str]] = {}
    for image in images:
        *folders, _ = image.split("/")
        has_registry = "." in folders[0] or ":" in folders[0]
        found.setdefault("+".join(folders[: 2 if has_registry else 1]), []).append(image)
    return found


def _ordered(line: Line) -> Line:
    unknown = line.keys() - set(LINE_FIELDS)
    if unknown:
        raise SystemExit(f"{line['images']}: keys that nobody reads: {', '.join(sorted(unknown))}")
    # An empty ``interpreters`` says that none is there; the other keys say nothing when they are empty.
    return {key: line[key] for key in LINE_FIELDS if key in line and (line[key] != {} or key == "interpreters")}


def _lines(values: Mapping[str, object]) -> str:
    return _block("{}", [f"{_dump(key)}: {_dump(value)}" for key, value in values.items()]) + "\n"


def _block(brackets: str, lines: list[str]) -> str:
    return f"{brackets[0]}\n" + ",\n".join(f"  {line}" for line in lines) + f"\n{brackets[1]}" if lines else brackets


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _load(path: Path) -> dict:  # type: ignore[type-arg]
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def main() -> int:
    """Write or check the data files; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    stale = []
    for path, text in data_files(options.facts, options.data):
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path)
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{'differs' if options.check else 'written'}: {path.relative_to(options.data)}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
