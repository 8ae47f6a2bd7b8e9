"""Make the image catalog under dfix/images/data from a folder of facts.

    python scripts/build_catalog.py FACTS            writes the data files
    python scripts/build_catalog.py FACTS --check    says which of them differ; exit 1 if any

FACTS holds ``official-images.json``, ``os-releases.json``, ``other-images.json`` and
``static-tools.json``. The tags that
name their system (``named``, from ``update_official.py``) are kept as they are.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

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
TOOL_FIELDS = ("tool", "images", "paths", "kind", "confidence", "why", "by_file")
RULE_FIELDS = ("images", "tags", "default", "use_suffix_rules", "confidence", "builds")


def data_files(facts: Path, data: Path) -> Iterator[tuple[Path, str]]:
    """Each data file's path and the text it is to have."""
    official = _load(facts / "official-images.json")
    yield data / "releases.json", _releases(_load(facts / "os-releases.json"))
    keys = ("as_of", "not_before", "suffix_rules", "codenames")
    yield data / "tag_words.json", _lines({key: official[key] for key in keys})
    yield data / "other.json", _others(_load(facts / "other-images.json"))
    yield data / "tools.json", _tools(_load(facts / "static-tools.json"))
    for name, entry in official["images"].items():
        path = data / "official" / f"{name}.json"
        named = _load(path).get("named", {}) if path.exists() else {}
        yield path, official_text(entry.get("fixed", {}), entry.get("moved", []), named)


def official_text(fixed: Mapping[str, str], moved: list[list[str]], named: Mapping[str, str]) -> str:
    """An official image's file: one line a release, a history or a tag word, so that changes read well."""
    parts = (
        '"fixed": ' + _block("{}", [f"{_dump(k)}: {_dump(v)}" for k, v in sorted(fixed.items())]),
        '"moved": ' + _block("[]", [_dump(m) for m in moved]),
        '"named": ' + _block("{}", [f"{_dump(k)}: {_dump(v)}" for k, v in sorted(named.items())]),
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _releases(facts: Mapping[str, Mapping[str, object]]) -> str:
    rows = {}
    for name, fact in facts.items():
        row = {field: fact.get(field) for field in RELEASE_FIELDS}
        rows[name] = {k: v for k, v in row.items() if v is not None}
        if name in WITHOUT_LOADER:
            rows[name]["loader"] = False
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
