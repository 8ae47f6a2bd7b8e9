"""The data files of the trace are whole, and no name stands in two classes."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent.parent.parent / "dfix" / "trace" / "knowledge" / "data"


@pytest.mark.parametrize("path", sorted(DATA.glob("*_packages.json")), ids=lambda path: path.stem)
def test_packages(path: Path) -> None:
    classes = {name: listed.split() for name, listed in json.loads(path.read_text(encoding="utf-8")).items()}
    assert "pure" in classes
    for names in classes.values():
        assert len(names) == len(set(names))
        assert names == [name.lower() for name in names]
    for one, other in combinations(classes.values(), 2):
        assert not set(one) & set(other)


def test_downloads() -> None:
    facts = json.loads((DATA / "downloads.json").read_text(encoding="utf-8"))
    parts = [part for key in ("static", "glibc", "portable") for part in facts[key]]
    assert len(parts) == len(set(parts))
    assert all(part == part.lower() and "//" not in part for part in parts)
    assert {row["kind"] for row in facts["installers"]} <= {"static", "glibc", "libc", "portable"}
    assert all(row["url"] == row["url"].lower() and row["source"] for row in facts["beyond_compat"])
    assert all(row["url"] == row["url"].lower() and row["first_line"][:2] == "#!" for row in facts["scripts"])


def test_libraries_of_downloads() -> None:
    rows = json.loads((DATA.parent / "needs" / "data" / "download_libraries.json").read_text(encoding="utf-8"))
    assert all(row["url"] == row["url"].lower() and row["word"] == row["word"].lower() for row in rows)
    assert all(".so" in soname for row in rows for soname in row["sonames"].split())


def test_go_modules() -> None:
    rows = json.loads((DATA / "go_modules.json").read_text(encoding="utf-8"))["modules"]
    paths = [row["path"] for row in rows]
    assert paths == sorted(set(paths), key=str.lower)
    assert {row["without_cgo"] for row in rows} == {"fails", "stub", "pure"}


def test_programs() -> None:
    for row in json.loads((DATA / "programs.json").read_text(encoding="utf-8")).values():
        assert set(row) - {"brought_by"} == {"kind", "apk"}
        assert row["kind"] in ("interpreter", "tool")
        re.compile(row.get("brought_by", ""))
