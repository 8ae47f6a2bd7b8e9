"""scripts/catalog_from_lock.py: what was measured against what the catalog says."""

import json
from pathlib import Path
from typing import Any

import catalog_from_lock
import pytest
from catalog_from_lock import add, differences, line_of, main
from image import Content, layer
from oci import Made, oci_folder
from roots import alpine, debian

from dfix.images import resolve
from dfix.images.facts import ImageLine
from dfix.images.lock import Locked
from dfix.lock.file import LockFile
from dfix.lock.sources import Sources, measure

DIGEST = f"sha256:{'1' * 64}"


def entry(image: str, version: str = "12", **facts: Any) -> dict[str, Any]:
    return {
        "image": image,
        "platform": "linux/amd64",
        "digest": DIGEST,
        "id": DIGEST,
        "created": "2026-03-04T05:06:07Z",
        "os": {"id": "debian", "version": version},
        "libc": {"glibc": {"version": "2.36"}},
        **facts,
    }


PYTHON = {"programs": {"/opt/bin": "python3"}, "versions": {"python3": "3.12.1"}}
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an unknown image": (entry("zzcorp/zz:1"), ["not known; it is Debian 12, glibc 2.36"]),
    "an official one that is right": (entry("golang:1.22-bookworm"), []),
    "another release": (entry("golang:1.22-bullseye"), ["the catalog says Debian 11, glibc 2.31 (certain); it is Debian 12, glibc 2.36"]),
    "another interpreter": (entry("python:3.11-bookworm", **PYTHON), ["the catalog says python 3.11; it is 3.12.1"]),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), CASES.values(), ids=CASES)
def test_differences(facts: dict[str, Any], expected: list[str]) -> None:
    found = list(differences(Locked(facts), resolve(facts["image"])))
    assert [one for one in found if not one.startswith(("libraries", "programs"))] == expected


def test_contents() -> None:
    """A library that the bare image has and that was not found, and one that it does not have and that was."""
    facts = entry("debian:12", libraries={"libc.so.6": "", "libzz.so.1": ""}, programs={"/usr/bin": "curl"})
    found = list(differences(Locked(facts), resolve("debian:12")))
    assert "libraries that the catalog calls absent: libzz.so.1" in "\n".join(found)
    assert any(one.startswith("libraries that are absent: ") for one in found)
    assert "programs that the catalog calls absent: curl" in found


def test_a_line_is_what_the_catalog_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = line_of(Locked(entry("zzcorp/zz:1.2", **PYTHON)), "2026-11-30")
    assert line == {
        "images": ["zzcorp/zz"],
        "tag": "^1\\.2$",
        "default": "debian-12",
        "interpreters": {"python": [["", "3.12.1"]]},
        "interpreters_at": {"python": "/opt/bin"},
        "confidence": "sure",
        "note": f"measured: {DIGEST}",
        "source": {"page": "the image zzcorp/zz:1.2"},
        "evidence_to": "2026-03-04",
        "checked": "2026-11-30",
        "added": "measured",
    }
    assert add(line, tmp_path)
    assert not add(line, tmp_path)
    written = json.loads((tmp_path / "zzcorp.json").read_text())
    monkeypatch.setattr("dfix.images.catalog.image_lines", lambda _: tuple(written))
    monkeypatch.setattr("dfix.images.lines.image_lines", lambda _: tuple(written))
    resolve.cache_clear()
    image = resolve("zzcorp/zz:1.2")
    resolve.cache_clear()
    assert image
    assert (image.release.id, image.interpreters[0].version) == ("debian-12", "3.12.1")


@pytest.mark.parametrize("image", ["golang:1.22", "zzcorp/zz@" + DIGEST])
def test_no_line_about_official_images_and_digests(image: str) -> None:
    assert line_of(Locked(entry(image)), "2026-11-30") is None


def test_only_public_images_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    images = [entry("zzcorp/zz:1"), entry("registry.corp/zz:1"), {**entry("zzcorp/arm:1"), "platform": "linux/arm64"}]
    (tmp_path / "dfix.lock").write_text(json.dumps({"version": 1, "images": images}))
    words = [str(tmp_path / "dfix.lock"), "--checked", "2026-11-30", "--write", "--data", str(tmp_path)]
    assert main(words) == 0
    assert capsys.readouterr().out == "zzcorp/zz:1: not known; it is Debian 12, glibc 2.36\nzzcorp/zz:1: added\n"
    assert [path.name for path in tmp_path.glob("*.json")] == ["zzcorp.json"]
    assert catalog_from_lock.NAMESPACES.is_dir()


@pytest.mark.parametrize(
    ("root", "release", "python"), [(debian(), "debian-12", "3.11"), (alpine("3.20.3"), "alpine-3.20", None)]
)
def test_from_a_root_filesystem_to_the_catalog(
    root: dict[str, Content], release: str, python: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured as `dfix lock` does, written as it does, and read back as a line of the catalog."""
    path = {"Env": ["PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}
    oci_folder(tmp_path / "image", [Made([layer(root)], config=path)])
    file = LockFile(str(tmp_path / "dfix.lock"))
    (found,) = measure(Sources((f"zzcorp/zz:1.2={tmp_path / 'image'}",)), "zzcorp/zz:1.2", (), ())
    file.entries = {(found["image"], found["platform"]): found}
    assert file.write()
    (tmp_path / "data").mkdir()
    words = [file.path, "--checked", "2026-11-30", "--write", "--data", str(tmp_path / "data")]
    assert main(words) == 0
    (line,) = lines = json.loads((tmp_path / "data/zzcorp.json").read_text())
    assert line.keys() <= ImageLine.__annotations__.keys()
    monkeypatch.setattr("dfix.images.catalog.image_lines", lambda _: tuple(lines))
    monkeypatch.setattr("dfix.images.lines.image_lines", lambda _: tuple(lines))
    resolve.cache_clear()
    image, other = resolve("zzcorp/zz:1.2"), resolve("zzcorp/zz:1.3")
    assert main(words) == 0
    resolve.cache_clear()
    assert image
    assert image.release.id == release
    assert [one.version for one in image.interpreters] == ([python] if python else [])
    assert other is None
    assert json.loads((tmp_path / "data/zzcorp.json").read_text()) == lines
