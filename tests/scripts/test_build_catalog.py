"""The files that scripts/build_catalog.py makes of a small folder of facts."""

import json
from pathlib import Path

import pytest
from build_catalog import data_files, grouped

from dfix.images.official import written_out

FACT = {
    "images": ["docker.io/nobody/tool", "nobody/tool", "ghcr.io/nobody/tool"],
    "history": [{"release": "debian-12", "from": "2025-01-01"}, {"release": "debian-13", "from": "2026-01-01"}],
    "default": "debian-13",
    "interpreters": {"python": "{tag}", "node": "several"},
    "interpreters_at": {"python": "/usr/bin", "node": "/opt"},
    "interpreters_history": [{"python": "distribution's own", "from": "2025-01-01"}],
    "confidence": "sure",
    "source": {"page": "none"},
    "evidence_to": "2026-02-01",
    "checked": "2026-03-01",
}
PHRASE = "in dhi.io/python: version in the tag"


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    words = {"as_of": "2026-01-01", "not_before": "", "suffix_rules": [], "codenames": {}, "images": {}}
    for name, content in (
        ("official-images", words),
        ("os-releases", {}),
        ("other-images", {"rules": [], "name_guesses": []}),
        ("static-tools", {"tools": []}),
        ("other-images-2", [FACT]),
    ):
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def made(facts: Path, data: Path) -> dict[str, list[dict[str, object]]]:
    """The lines of each namespace."""
    files = {path: text for path, text in data_files(facts, data) if path.parent.name == "namespaces"}
    return {path.stem: json.loads(text) for path, text in files.items()}


def test_a_line_goes_to_the_namespaces_of_its_images(facts: Path, tmp_path: Path) -> None:
    lines = made(facts, tmp_path / "data")
    assert {name: line["images"] for name, (line,) in lines.items()} == {
        "nobody": ["nobody/tool"],
        "ghcr.io+nobody": ["ghcr.io/nobody/tool"],
    }
    (line,) = lines["nobody"]
    assert line["history"] == "2025-01-01 debian-12; 2026-01-01 debian-13"
    assert line["interpreters"] == {"python": [[r"^v?(\d+(?:\.\d+)?)", "$1"], ["", ""]]}
    assert line["interpreters_at"] == {"python": "/usr/bin"}
    assert line["interpreters_history"] == {"python": "2025-01-01 @release"}
    assert line["source"] == FACT["source"]


def test_a_line_that_was_added_by_hand_is_kept(facts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "namespaces"
    folder.mkdir(parents=True)
    added = {"images": ["nobody/own"], "default": "debian-12", "checked": "2026-05-01", "added": "2026-05-01"}
    replaced = {"images": ["nobody/tool"], "default": "debian-11", "checked": "2024-05-01"}
    (folder / "nobody.json").write_text(json.dumps([replaced, added]), encoding="utf-8")
    first, second = made(facts, tmp_path / "data")["nobody"]
    assert first == added
    assert second["default"] == "debian-13"


def test_the_newest_check_is_the_day_of_the_catalog(facts: Path, tmp_path: Path) -> None:
    files = dict(data_files(facts, tmp_path / "data"))
    assert json.loads(files[tmp_path / "data" / "catalog.json"]) == {"as_of": "2026-03-01"}


def test_a_phrase_about_one_image_makes_a_line_of_its_own(facts: Path, tmp_path: Path) -> None:
    fact = FACT | {"images": ["dhi.io/*"], "interpreters": {"python": PHRASE}}
    (facts / "other-images-2.json").write_text(json.dumps([fact]), encoding="utf-8")
    python, others = made(facts, tmp_path / "data")["dhi.io"]
    assert python["images"] == ["dhi.io/python"]
    assert python["interpreters"]
    assert others["images"] == ["dhi.io/*"]
    assert others["interpreters"] == {}


def test_a_key_that_nobody_reads_is_an_error(facts: Path, tmp_path: Path) -> None:
    (facts / "other-images-2.json").write_text(json.dumps([FACT | {"colour": "red"}]), encoding="utf-8")
    with pytest.raises(SystemExit, match="colour"):
        made(facts, tmp_path / "data")


@pytest.mark.parametrize(
    ("tags", "text"),
    [
        pytest.param("1.0 1.1 latest", "1.0 1.1 latest", id="no endings"),
        pytest.param("1.0 1.0-slim 1.1 1.1-slim", "1.0 1.1 + = -slim", id="versions with the same endings"),
        pytest.param("1.0 1.0-slim 1.1", "1.1; 1.0 + = -slim", id="one with another"),
        pytest.param("2.0-rc1-alpine 2.0-rc2-alpine", "2.0-rc1 2.0-rc2 + -alpine", id="candidates"),
        pytest.param("php8.2-fpm php8.3-fpm", "php8.2 php8.3 + -fpm", id="a word before the version"),
        pytest.param("alpine bookworm", "alpine bookworm", id="no version"),
        pytest.param("", "", id="none"),
    ],
)
def test_tags_are_grouped(tags: str, text: str) -> None:
    assert grouped(tags) == text
    assert sorted(written_out(text)) == sorted(tags.split())
