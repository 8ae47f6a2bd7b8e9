"""Official images: their tags, and what a moving tag means when its evidence has grown old."""

import pytest

from dfix.confidence import Confidence
from dfix.images import evidence
from dfix.images.official import _lists, has_tag, is_official, official_image, official_reference, tags, written_out


def test_a_moving_tag_means_its_last_step() -> None:
    image = official_image(official_reference("golang", "1"), "golang")
    assert image is not None
    assert image.release.version is not None
    assert image.release_sure is Confidence.LIKELY


def test_a_moving_tag_with_old_evidence_is_sure_of_its_family_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "catalog_dates", lambda: {"as_of": "2027-06-01"})
    image = official_image(official_reference("golang", "1"), "golang")
    assert image is not None
    assert (image.release.id, image.release.libc_version) == ("debian", None)
    assert (image.family_sure, image.release_sure) == (Confidence.CERTAIN, Confidence.POSSIBLE)
    assert image.history


def test_a_fixed_tag_does_not_grow_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "catalog_dates", lambda: {"as_of": "2027-06-01"})
    image = official_image(official_reference("golang", "1.22"), "golang")
    assert image is not None
    assert (image.release.id, image.release_sure) == ("debian-12", Confidence.CERTAIN)


@pytest.mark.parametrize("name", ["golang", "debian", "eclipse-temurin", "mongo", "python"])
def test_the_tags_that_it_has_are_those_that_it_lists(name: str) -> None:
    listed = list(tags(name))
    assert all(has_tag(name, tag) for tag in listed[:: len(listed) // 50])
    assert not any(has_tag(name, f"{tag}x") for tag in listed[::50])


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        pytest.param("1.0 latest", "1.0 latest", id="tags"),
        pytest.param("1.0 1.1 + = -slim", "1.0 1.0-slim 1.1 1.1-slim", id="versions and their endings"),
        pytest.param("latest; 1.0 + -a -b", "latest 1.0-a 1.0-b", id="both"),
    ],
)
def test_a_text_of_tags(text: str, listed: str) -> None:
    assert sorted(written_out(text)) == sorted(listed.split())
    assert all(_lists(text, tag) for tag in listed.split())
    assert not any(_lists(text, tag) for tag in ("1", "-slim", "-a", "1.0-", "+", "=", "1.0-slim-slim", "1.2-slim", ""))


def test_tags() -> None:
    assert has_tag("golang", "1.22-bookworm")
    assert not has_tag("golang", "1.22-lenny")
    assert is_official("golang")
    assert not is_official("golan")
