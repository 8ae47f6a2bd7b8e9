"""The data files are whole: every release they name is there, every history in order."""

import json
import re
from pathlib import Path

import pytest

from dfix.images import release
from dfix.images.release import make_release
from dfix.images.tools import ToolKind

DATA = Path(__file__).parent.parent.parent / "dfix" / "images" / "data"
RELEASES = json.loads((DATA / "releases.json").read_text(encoding="utf-8"))
OFFICIAL = sorted((DATA / "official").glob("*.json"))


def test_releases() -> None:
    for name, row in RELEASES.items():
        assert make_release(name, row).id == name


def test_a_static_image_has_no_loader() -> None:
    assert release("busybox-musl").libcs == ()
    assert release("scratch").libcs == ()


@pytest.mark.parametrize("path", OFFICIAL, ids=lambda path: path.stem)
def test_official(path: Path) -> None:
    entry = json.loads(path.read_text(encoding="utf-8"))
    assert set(entry) == {"fixed", "moved", "named"}
    assert set(entry["fixed"]) <= set(RELEASES)
    for steps, tags in entry["moved"]:
        days = [step.split()[0] for step in steps.split("; ")]
        assert days == sorted(days)
        assert {step.split()[1] for step in steps.split("; ")} <= set(RELEASES)
        assert tags.split()
    for tags in entry["named"].values():
        assert all("@" in tag for tag in tags.split())


def test_others() -> None:
    facts = json.loads((DATA / "other.json").read_text(encoding="utf-8"))
    known = {*RELEASES, None, "@official", "windows"}
    for rule in facts["rules"]:
        assert rule["images"]
        assert rule.get("default") in known
        for pattern, system in rule.get("tags", []):
            re.compile(pattern)
            assert system in known or "$" in system or system == "@codename"
    assert {guess["os"] for guess in facts["name_guesses"]} <= set(RELEASES)


def test_tag_words() -> None:
    facts = json.loads((DATA / "tag_words.json").read_text(encoding="utf-8"))
    # Debian 5 has no image; its codename is known so that nothing else is made of it.
    assert set(facts["codenames"].values()) - set(RELEASES) == {"debian-5"}
    for rule in facts["suffix_rules"]:
        re.compile(facts["not_before"] + rule["find"])


def test_wild() -> None:
    facts = json.loads((DATA / "wild.json").read_text(encoding="utf-8"))
    listed = [image for rule in facts["rules"] for image in rule["images"]]
    assert len(listed) == len(set(listed))
    assert {rule["default"] for rule in facts["rules"]} <= set(RELEASES)
    assert all(rule["confidence"] == "guess" for rule in facts["rules"])
    for system, words in facts["words"].items():
        assert system in RELEASES
        re.compile(words)


def test_tools() -> None:
    facts = json.loads((DATA / "tools.json").read_text(encoding="utf-8"))
    assert len({row["tool"] for row in facts}) == len(facts)
    for row in facts:
        assert row["images"]
        assert row["paths"]
        assert row["why"]
        assert row["confidence"] in ("sure", "likely")
        assert {ToolKind(kind) for kind in (row["kind"], *row.get("by_file", {}).values())}


def test_interpreters() -> None:
    for row in json.loads((DATA / "interpreters.json").read_text(encoding="utf-8")).values():
        assert set(row["releases"]) <= set(RELEASES)
        assert (DATA / "official" / f"{row['official']}.json").exists()
        assert all(path.startswith("/") for path in (row["package_path"], row["official_path"]))


def test_libraries() -> None:
    facts = json.loads((DATA / "libraries.json").read_text(encoding="utf-8"))
    assert set(facts) == {"absent", "small_packages", "bare", "brings_no_library"}
    assert {"alpine", "distroless-base", "debian-12"} <= set(facts["bare"])
    assert {word for word in facts["bare"] if word.startswith("debian-")} <= set(RELEASES)
    assert all(set(row) == {"images", "brought_by"} for row in facts["absent"].values())
    small = facts["small_packages"].split()
    for library in ("libstdc++.so.6", "libgcc_s.so.1", "libmariadb.so.3", "libcairo.so.2"):
        assert not [name for name in small if name.startswith(tuple(facts["absent"][library]["brought_by"].split()))]


def test_toolchains_name_official_images() -> None:
    facts = json.loads((DATA / "toolchains.json").read_text(encoding="utf-8"))
    names = {path.stem for path in OFFICIAL}
    for key in ("environment", "workdir"):
        assert set(facts[key]) <= names
