"""The data files are whole: every release they name is there, every history in order."""

import json
import re
from pathlib import Path

import pytest

from dfix.images import parse_reference, release
from dfix.images.facts import ImageLine
from dfix.images.lines import image_of, line_for
from dfix.images.official import is_official, written_out
from dfix.images.release import make_release
from dfix.images.system_words import filled
from dfix.images.tools import ToolKind

DATA = Path(__file__).parent.parent.parent / "dfix" / "images" / "data"
RELEASES = json.loads((DATA / "releases.json").read_text(encoding="utf-8"))
OFFICIAL = sorted((DATA / "official").glob("*.json"))
NAMESPACES = sorted((DATA / "namespaces").glob("*.json"))
LINES = [
    pytest.param(line, path.stem, id=f"{line['images'][0]} {line.get('tag', '')}")
    for path in NAMESPACES
    for line in json.loads(path.read_text(encoding="utf-8"))
]
SYSTEMS = """alpine alpine-apk alpine3.22 debian debian-12 debian-slim debian-13-r0 bookworm bookworm-slim trixie trixie-slim noble
jammy resolute plucky xenial stretch ubuntu ubuntu22.04 ubuntu-22.04 slim distroless dhi alpine-dhi trixie-dhi alpine3.22-dhi
rhel-ubi9 debug master otel centos centos7 centos5 nanoserver azurelinux3.0 disco bin wolfi nodejs20 nodejs20-bookworm
scratch redhat erlang node-alpine 22.04 24.04 13.0 photon-5 libstdcxx""".split()
VERSIONS = """latest main edge current devel lts stable canary nightly tools master 1 1.2 1.2.3 0.2.5 1.13.0 2 2.4.1 3.1 3.12
4.3.1 8.0 9.0 10.0 10.0.1 11.0 18-3.6 17-3.5 18-master 20 22 2.541 2.541.3 7.4 8.4 v1.16 v1.19 v1.50.0 v1.8.0 2024.06 2024-01-15
2024-01-15-x stable-2024-01-15 2024.01.15-1 RELEASE.2024-01-15T00-00-00Z 17.6.1.100 15.1.0 1.16.0-erlang-26.2.1 4-python3.11
v3.6.8 4-node20 3.11-python3.11 2.9.0-python3.11 python2.7 python3.8 python3.9 python3.12 python-3.12 python3.12-nodejs20 python3.12-nodejs20-slim
python3.12-alpine3.22 python3.11-slim-2024-01-15 latest-rust-1.80 eclipse-temurin-21.0.6_7_1.10.11_2.13.16 3.12.1 17 21 8.0.0 11 ubuntu-20-04 slim-12 python3.10""".split()
# Tags as people write them: a version, a system, or both in either order.
TAGS = (
    "",
    *VERSIONS,
    *SYSTEMS,
    *(f"{version}-{system}" for version in VERSIONS for system in SYSTEMS),
    *(f"{system}-{version}" for version in VERSIONS for system in SYSTEMS),
    *(f"{tag}-distroless-{kind}" for tag in ("latest", "0.35.0") for kind in ("libc", "static")),
)
DATES = json.loads((DATA / "catalog.json").read_text(encoding="utf-8"))
DAY = re.compile(r"20\d\d-\d\d-\d\d")


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
        assert all("@" in tag for tag in written_out(tags))


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


@pytest.mark.parametrize(("line", "namespace"), LINES)
def test_line(line: ImageLine, namespace: str) -> None:
    assert set(line) <= set(ImageLine.__annotations__)
    assert {"images", "confidence", "source", "evidence_to", "checked"} <= set(line)
    assert "mirrors" in line or "default" in line
    assert line["confidence"] in ("sure", "likely")
    for image in line["images"]:
        reference = parse_reference(image.replace("*", "x"))
        assert reference is not None
        assert reference.namespace == namespace
    assert "page" in line["source"] or {"repository", "commit"} <= set(line["source"])
    assert DAY.fullmatch(line["evidence_to"])
    assert DAY.fullmatch(line["checked"])
    assert line["evidence_to"] <= line["checked"] <= DATES["as_of"]


@pytest.mark.parametrize(("line", "namespace"), LINES)
def test_line_names_releases(line: ImageLine, namespace: str) -> None:
    steps = [step.split() for step in line.get("history", "").split("; ") if step]
    days = [day for day, _ in steps]
    assert days == sorted(days)
    assert all(DAY.fullmatch(day) for day in days)
    assert {system for _, system in steps} <= set(RELEASES)
    assert not steps or steps[-1][1] == line["default"]
    assert {line.get("default", "debian"), line.get("pinned_default") or "debian"} <= set(RELEASES)
    for pattern, system in line.get("tags", []):
        re.compile(pattern)
        assert system in RELEASES or "$" in system or system == "@codename"
    assert "pinned" not in line or "history" in line
    assert line.get("expected", {"release": "debian"})["release"] in RELEASES


@pytest.mark.parametrize(("line", "namespace"), [one for one in LINES if "mirrors" in one.values[0]])
def test_line_mirrors_an_official_image(line: ImageLine, namespace: str) -> None:
    name, _, tag = line["mirrors"].partition(":")
    assert tag
    assert is_official(name) or name.startswith("{")
    assert line["mirrors_when"] in ("tracks", "frozen")
    assert set(re.findall(r"{(\w+)}", line["mirrors"])) <= set(re.compile(line.get("tag", "")).groupindex)


@pytest.mark.parametrize(("line", "namespace"), [one for one in LINES if "interpreters" in one.values[0]])
def test_line_names_interpreters(line: ImageLine, namespace: str) -> None:
    groups = set(re.compile(line.get("tag", "")).groupindex)
    for pairs in line["interpreters"].values():
        for pattern, version in pairs:
            assert set(re.findall(r"{(\w+)}", version)) <= groups
            assert version.count("$") <= re.compile(pattern).groups
            assert re.fullmatch(r"@release|[\d.]*|\$1|{\w+}", version)
    assert set(line.get("interpreters_at", {})) <= set(line["interpreters"])
    assert all(folder.startswith("/") or not folder for folder in line.get("interpreters_at", {}).values())
    assert set(line.get("interpreters_history", {})) <= set(line["interpreters"])


def allowed(line: ImageLine, tag: str) -> set[str]:
    """The ids that a line may give for a tag, and their families."""
    ids = {
        line.get("default"),
        line.get("pinned_default"),
        *(step[11:] for step in line.get("history", "").split("; ")),
    }
    for pattern, system in line.get("tags", []):
        found = re.search(pattern, tag)
        ids |= {filled(system, found)} if found else set()
    families = {re.sub(r"-(?:debian)?\d[\d.]*(?=-|$)", "", name) for name in ids if name}
    return {name for name in ids if name} | families


@pytest.mark.parametrize(("line", "namespace"), LINES)
def test_line_gives_its_releases(line: ImageLine, namespace: str) -> None:
    """The tags that are about a line mean its releases, or their family; some tag is about it."""
    spoken = 0
    for tag in filter(re.compile(line.get("tag", "")).search, TAGS):
        if spoken == 30:
            break
        reference = parse_reference(line["images"][0].replace("*", "x") + (f":{tag}" if tag else ""))
        match = line_for(reference) if reference else None
        if match is None or match.line != line:
            continue
        spoken += 1
        image = image_of(match)
        if image is None:
            assert line["pinned_default"] is None
        elif "mirrors" in line:
            assert image.built_on is not None
        else:
            assert image.release.id in allowed(line, tag)
    assert spoken


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
    for key in ("environment", "environment_on_alpine", "workdir"):
        assert {name for name in facts[key] if "/" not in name} <= names
