"""Images of one's own: which fact applies, and what it says."""

import pytest

from dfix import Confidence, Options, analyse
from dfix.images import UserImage, user_image

USER_IMAGES = (
    UserImage("registry.corp/*", libc="glibc"),
    UserImage("registry.corp/base-*", like="alpine:3.20"),
    UserImage("registry.corp/base-x:2", libc="glibc", libc_version="2.31"),
    UserImage("nothing", libc="none"),
)


@pytest.mark.parametrize(
    ("reference", "libc", "sure"),
    [
        ("registry.corp/team/app:1", "glibc", Confidence.POSSIBLE),
        ("registry.corp/base-x", "musl 1.2.5", Confidence.CERTAIN),
        ("registry.corp/base-x:1@sha256:abc", "musl 1.2.5", Confidence.CERTAIN),
        ("registry.corp/base-x:2", "glibc 2.31", Confidence.CERTAIN),
        ("nothing", "no libc", Confidence.POSSIBLE),
    ],
)
def test_told(reference: str, libc: str, sure: Confidence) -> None:
    image = user_image(reference, USER_IMAGES)
    assert image is not None
    assert (image.release.libc_title, image.family_sure, image.release_sure) == (libc, Confidence.CERTAIN, sure)


def test_no_fact_no_image() -> None:
    assert user_image("debian:12", USER_IMAGES) is None


BUILD = "FROM golang:1.22 AS b\nRUN go build -o /a .\n"


@pytest.mark.parametrize(
    ("before", "base", "codes"),
    [
        ("", "registry.corp/musl", []),
        ("# dfix: libc=musl\n", "registry.corp/musl", ["DF101"]),
        ("# dfix: like=alpine:3.20\n", "registry.corp/musl", ["DF101"]),
        ("# dfix: libc=glibc libc-version=2.17\n", "registry.corp/old", ["DF103"]),
        ("# dfix: like=debian:12\n", "alpine:3.20", []),
        ("", "registry.corp/base-y", ["DF101"]),
    ],
)
def test_a_directive_before_from_comes_first(before: str, base: str, codes: list[str]) -> None:
    text = f"{BUILD}{before}FROM {base}\nCOPY --from=b /a /a\n"
    assert [finding.code for finding in analyse(text, Options(images=USER_IMAGES[1:])).findings] == codes
