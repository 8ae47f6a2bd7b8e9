"""``dfix.lock`` as an analysis reads it: which entry a reference means, and what it says of the image."""

import json

import pytest

from dfix import analyse
from dfix.confidence import Confidence
from dfix.engine import Options
from dfix.images import Libc
from dfix.images.interpreters import of_image
from dfix.images.lock import Lock, LockFileError, read_lock
from dfix.images.provides import Packages, lacks_library, lacks_program
from dfix.images.toolchains import environment, ships_compiler, workdir
from dfix.plan import BuildOptions
from dfix.tristate import Tristate

ONE, TWO = f"sha256:{'1' * 64}", f"sha256:{'2' * 64}"
DEBIAN = {
    "image": "corp/base:1",
    "platform": "linux/amd64",
    "digest": ONE,
    "index": TWO,
    "os": {"id": "debian", "version": "12"},
    "libc": {"glibc": {"version": "2.36"}},
    "libraries": {"libc.so.6": "GLIBC_2.36", "libssl.so.3": "", "libstdc++.so.6": "GLIBCXX_3.4.30 CXXABI_1.3.13"},
    "programs": {"/usr/local/bin": "python3", "/usr/bin": "sh apt-get gcc"},
    "versions": {"python3": "3.11", "gcc": "12.2.0"},
    "manager": "apt-get",
    "ldconfig": "real",
    "elsewhere": {"/opt/v/bin": "node", "/opt/v/lib": "libhidden.so.1"},
    "config": {"env": {"A": "b", "PATH": "/usr/bin:/bin"}, "workdir": "/srv"},
}


def lock(*entries: object, **table: object) -> Lock:
    return read_lock("/work/dfix.lock", json.dumps({"version": 1, "images": entries, **table}).encode())


@pytest.mark.parametrize(
    ("reference", "platform", "problem"),
    [
        ("corp/base:1", None, ""),
        ("docker.io/corp/base:1", None, ""),
        ("corp/base:1", "linux/amd64", ""),
        (f"corp/base:1@{ONE}", None, ""),
        (f"corp/base@{TWO}", None, ""),
        (f"corp/base:9@{ONE}", None, ""),
        ("corp/base:1", "linux/arm64", "corp/base:1 is not locked for linux/arm64"),
        ("corp/base:2", None, "corp/base:2 is not locked; corp/base:1 is"),
        ("corp/base", None, "corp/base is not locked; corp/base:1 is"),
        (
            f"corp/base:1@sha256:{'3' * 64}",
            None,
            f"corp/base:1@sha256:{'3' * 64} names another digest than the locked one",
        ),
        ("corp/other:1", None, "corp/other:1 is not locked"),
        ("Not A Reference", None, ""),
    ],
)
def test_which_entry_a_reference_means(reference: str, platform: str | None, problem: str) -> None:
    found = lock(DEBIAN)
    assert found.problem(reference, platform) == problem
    assert (found.image(reference, platform) is None) == bool(problem or " " in reference)


def test_an_entry_for_a_variant_and_the_only_one_there_is() -> None:
    arm = {**DEBIAN, "platform": "linux/arm64"}
    assert lock(arm).find("corp/base:1") is not None
    assert lock(arm).find("corp/base:1", "linux/arm64/v8") is not None
    found = lock(arm, DEBIAN).find("corp/base:1")
    assert found
    assert found.platform == "linux/amd64"


def test_what_was_measured_is_certain() -> None:
    image = lock(DEBIAN).image("corp/base:1")
    assert image
    assert (image.family_sure, image.release_sure) == (Confidence.CERTAIN, Confidence.CERTAIN)
    assert image.release.title == "Debian 12"
    assert (image.release.libcs, image.release.libc_version, image.release.package_manager) == (
        (Libc.GLIBC,),
        "2.36",
        "apt",
    )
    assert of_image(image, "python") == ("3.11", "/usr/local/bin/python3")
    assert of_image(image, "node") is None
    assert ships_compiler(image) is Tristate.YES
    assert (environment(image), workdir(image)) == ({"A": "b", "PATH": "/usr/bin:/bin"}, "/srv")


@pytest.mark.parametrize(
    ("packages", "soname", "absent"),
    [
        ((), "libssl.so.3", None),
        ((), "libpq.so.5", Confidence.CERTAIN),
        ((), "libhidden.so.1", Confidence.POSSIBLE),
        (("libpq5",), "libpq.so.5", None),
        (("libpq5",), "libvips.so.42", Confidence.CERTAIN),
        (("ca-certificates",), "libtinfo.so.6", None),
        (("some-unknown-package",), "libvips.so.42", Confidence.LIKELY),
        (("some-unknown-package",), "libxml2.so.2", Confidence.POSSIBLE),
    ],
)
def test_libraries(packages: tuple[str, ...], soname: str, absent: Confidence | None) -> None:
    """What the release's bare image has may come with a package: nobody records that it depends on it."""
    assert lacks_library(lock(DEBIAN).image("corp/base:1"), Packages(frozenset(packages)), soname) == absent


@pytest.mark.parametrize(
    ("program", "absent"), [("sh", None), ("bash", Confidence.CERTAIN), ("curl", Confidence.CERTAIN)]
)
def test_programs(program: str, absent: Confidence | None) -> None:
    assert lacks_program(lock(DEBIAN).image("corp/base:1"), Packages(), program) == absent


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('CMD ["node", "app.js"]', ["DF501"]),
        ('ENV PATH=/opt/v/bin:$PATH\nCMD ["node", "app.js"]', []),
        ('ENV PATH=/opt/other:$PATH\nCMD ["node", "app.js"]', ["DF501"]),
        ('CMD ["python3"]', []),
        ('CMD ["bash"]', ["DF501"]),
    ],
)
def test_a_program_to_which_a_variable_leads(text: str, codes: list[str]) -> None:
    options = Options(BuildOptions(lock=lock(DEBIAN)))
    assert [finding.code for finding in analyse(f"FROM corp/base:1\n{text}\n", options).findings] == codes


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({"os": {"id": "debian", "version": "12"}, "libc": {"glibc": {"version": "2.36"}}}, "Debian 12, glibc 2.36"),
        ({"os": {"id": "debian", "version": "12"}, "libc": {}}, "Debian 12, no libc"),
        (
            {"os": {"id": "alpine", "version": "3.20.3"}, "libc": {"musl": {"version": "1.2.5"}}},
            "Alpine 3.20, musl 1.2.5",
        ),
        ({"os": {"id": "amzn", "version": "2023"}, "libc": {"glibc": {}}}, "Amazon Linux 2023, glibc"),
        ({"os": {"id": "rocky", "version": "9.4"}, "libc": {"glibc": {}}}, "Rocky Linux 9, glibc"),
        ({"os": {"id": "corpos", "version": "7"}, "libc": {"glibc": {"version": "2.31"}}}, "Corpos 7, glibc 2.31"),
        ({"libc": {"musl": {}}}, "Linux, musl"),
        ({}, "Linux, no libc"),
    ],
)
def test_releases(facts: dict[str, object], title: str) -> None:
    image = lock({"image": "x/y:1", "platform": "linux/amd64", **facts}).image("x/y:1")
    assert image
    assert f"{image.release.title}, {image.release.libc_title}" == title


def test_it_beats_the_catalog() -> None:
    """A tag that moved holds what was measured, not what the catalog says of today."""
    image = lock({**DEBIAN, "image": "golang:1.24"}).image("golang:1.24")
    assert image
    assert (image.release.id, image.release_sure) == ("debian-12", Confidence.CERTAIN)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "it is no JSON"),
        (b"[]", "it has no list of images"),
        (b'{"version": 1}', "it has no list of images"),
        (b'{"version": 2, "images": []}', "it is of version 2"),
        (b"[" * 100_000, "it is no JSON"),
    ],
)
def test_what_is_no_lock_file(data: bytes, message: str) -> None:
    with pytest.raises(LockFileError, match=message):
        read_lock("dfix.lock", data)


@pytest.mark.parametrize("value", [None, 3, [], ["x"], {"a": 3}, "text", {"": ""}])
@pytest.mark.parametrize("key", [*DEBIAN])
def test_facts_of_another_type_count_as_absent(key: str, value: object) -> None:
    found = lock({**DEBIAN, key: value}, "no table", 3)
    image = found.image("corp/base:1")
    if image and image.locked:
        assert image.release
        assert environment(image) is not None
        assert lacks_library(image, Packages(), "libx.so.1") is not None
        assert image.locked.is_shellless in (True, False)
        assert image.locked.triggers == ()
