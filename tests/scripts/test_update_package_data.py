"""How Debian's releases are written into one file, and read from it again."""

from pathlib import Path

import pytest
from update_package_data import Fields, Packages, merged, points, recorded, text_of, without_implied


def fields(depends: str = "", recommends: str = "", sonames: str = "", programs: str = "") -> Fields:
    return tuple(depends.split()), tuple(recommends.split()), tuple(sonames.split()), tuple(programs.split())


@pytest.mark.parametrize(
    ("releases", "lines"),
    [
        pytest.param(
            {"11": {"a": fields("b c")}, "12": {"a": fields("b c")}, "13": {"a": fields("b c")}},
            ["a|b c"],
            id="the same in all",
        ),
        pytest.param(
            {"11": {"a": fields("b x1")}, "12": {"a": fields("b x1")}, "13": {"a": fields("b x2", "d")}},
            ["a|b 11-12: x1 13: x2|13: d"],
            id="words of some",
        ),
        pytest.param({"11": {"a": fields()}, "12": {"a": fields()}, "13": {}}, ["a@11-12|"], id="a package of two"),
        pytest.param(
            {"11": {"a": fields("b")}, "12": {}, "13": {"a": fields("b")}}, ["a@11|b", "a@13|b"], id="gone for a while"
        ),
        pytest.param(
            {"11": {"a": fields("b")}, "12": {"a": fields("=b")}, "13": {"a": fields("=c")}},
            ["a@11|b", "a@12|=b", "a@13|=c"],
            id="another name, later",
        ),
        pytest.param(
            {"11": {"a": fields("b c")}, "12": {"a": fields("b")}, "13": {"a": fields("b c")}},
            ["a|b 11: c 13: c"],
            id="a word of the first and the last",
        ),
    ],
)
def test_what_releases_share_is_said_once(releases: dict[str, Packages], lines: list[str], tmp_path: Path) -> None:
    assert sorted(merged(releases)) == lines
    file, versions = tmp_path / "debian.txt", dict.fromkeys(releases, "1")
    file.write_text(text_of(versions, releases), encoding="utf-8")
    assert recorded(file) == releases
    assert points(file) == versions


@pytest.mark.parametrize(
    ("packages", "depends"),
    [
        pytest.param({"a": fields("b c"), "b": fields("c"), "c": fields()}, "b", id="implied"),
        pytest.param({"a": fields("b c"), "b": fields(), "c": fields()}, "b c", id="neither"),
        pytest.param({"a": fields("b c", programs="a"), "b": fields("c"), "c": fields()}, "b c", id="a program's own"),
        pytest.param(
            {"a": fields("b c"), "b": fields("a"), "c": fields()}, "b c", id="only through the package itself"
        ),
        pytest.param({"a": fields("b c"), "b": fields("c"), "c": fields("b")}, "c", id="two that bring each other"),
    ],
)
def test_what_another_dependency_brings_is_left_out(packages: Packages, depends: str) -> None:
    assert without_implied(packages)["a"][0] == tuple(depends.split())


def test_what_a_dependency_brings_is_not_recommended() -> None:
    packages = {"a": fields("b", "c d"), "b": fields("c"), "c": fields(), "d": fields()}
    assert without_implied(packages)["a"] == fields("b", "d")
