"""What Alpine's build files say of packages, read without running them."""

import pytest
from update_alpine_builds import Points, Release, read_recipe

LIBRARY = """pkgname=libsample
pkgver=1.2.3
_major=${pkgver%%.*}
arch="all"
depends_dev="zlib-dev other>=2 !conflicting"
makedepends="$depends_dev cmake"
subpackages="$pkgname-dev $pkgname-doc $pkgname-tools:_tools"
$_is_default && subpackages="$subpackages sample$_major"
for _part in one two; do
	subpackages="$subpackages libsample-$_part:_part"
done

_tools() {
	depends="bash"
	amove usr/bin
}
"""


def release(*texts: str) -> Release:
    recipes = [recipe for text in texts if (recipe := read_recipe(text))]
    return Release("3.20", recipes, {}, frozenset({"zlib"}))


def test_a_build_file_is_read() -> None:
    recipe = read_recipe(LIBRARY)
    assert recipe is not None
    assert (recipe.name, recipe.version) == ("libsample", "1.2.3")
    assert [sub.name for sub in recipe.subs] == [
        "libsample-dev", "libsample-doc", "libsample-tools", "sample1", "libsample-one", "libsample-two",
    ]  # fmt: skip
    assert recipe.words("depends_dev") == ("zlib-dev", "other")


def test_a_development_package_brings_the_library() -> None:
    zlib = 'pkgname=zlib\npkgver=1\narch="all"\nsubpackages="$pkgname-dev"\n'
    line = release(LIBRARY, zlib).line("libsample-dev")
    assert line is not None
    assert {"libsample", "libsample-one", "zlib-dev"} <= line.depends
    assert "zlib" not in line.depends
    assert line.may == {"(libsample)"}


def test_what_a_package_can_link() -> None:
    one = release(LIBRARY)
    line = one.line("libsample-tools")
    assert line is not None
    assert line.may == {"(libsample)", "build-base"}
    assert one.build("(libsample)") >= {"zlib-dev", "libsample"}
    assert "cmake" not in one.build("(libsample)")


def test_what_is_not_compiled_links_nothing() -> None:
    line = release('pkgname=data\npkgver=1\narch="noarch"\nmakedepends="zlib-dev"\n').line("data")
    assert line is not None
    assert not line.may


@pytest.mark.parametrize(
    ("points", "version", "soname"),
    [
        ({"1.0": "libx.so.1", "3.0": "libx.so.1"}, "2.0", "libx.so.1"),
        ({"1.0": "libx.so.1", "3.0": "libx.so.2"}, "2.0", None),
        ({"70.1": "libx.so.70", "72.1": "libx.so.72"}, "74.2", "libx.so.74"),
        ({"1.0": "libx.so.1", "1.5": "libx.so.1"}, "2.0", "libx.so.1"),
        ({"1.0": "libx.so.1"}, "2.0", None),
    ],
    ids=["between two", "changed in between", "by its major version", "after two that agree", "after one"],
)
def test_the_soname_of_a_version(points: dict[str, str], version: str, soname: str | None) -> None:
    known = Points()
    for number, name in points.items():
        known.add(number, [name])
    assert known.soname("libx", version, is_rebuilt=False) == soname
    if soname and version > max(points) and len(set(points.values())) == 1:
        assert known.soname("libx", version, is_rebuilt=True) is None
