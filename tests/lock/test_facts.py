"""What `dfix lock` keeps of an image: the facts of its root filesystem, whatever it lies in."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from elf import GLIBC, STATIC, make_elf
from image import Content, docker_save, layer
from oci import Made, oci_folder
from roots import TRIPLET, alpine, debian, library, program

from dfix.engine import Options, analyse
from dfix.images.lock import Lock, Locked
from dfix.lock.archive import local_store
from dfix.lock.error import LockError
from dfix.lock.facts import entry_of
from dfix.lock.layers import read_image
from dfix.lock.oci import images_of
from dfix.lock.run import change_line
from dfix.lock.sources import Sources, measure
from dfix.plan import BuildOptions


def entry(path: Path, files: tuple[str, ...] = (), platform: tuple[str, ...] = (), name: str = "") -> dict[str, Any]:
    with local_store(str(path), name) as store:
        image = next(images_of(store, platform))
        return entry_of("corp/base:1", image, read_image(store, image, lambda one: one in files), files)


def of_root(tmp_path: Path, *layers: dict[str, Content], files: tuple[str, ...] = (), **config: Any) -> dict[str, Any]:
    oci_folder(tmp_path / "image", [Made([layer(one) for one in layers], config=config)])
    return entry(tmp_path / "image", files)


def test_debian(tmp_path: Path) -> None:
    """What no loader finds, what was removed, and what no script asks for is not in it."""
    facts = of_root(tmp_path, debian(), Env=["PATH=/usr/bin:/bin:/usr/sbin", "API_TOKEN=x"], WorkingDir="/srv")
    assert {key: value for key, value in facts.items() if key not in ("digest", "id")} == {
        "image": "corp/base:1",
        "platform": "linux/amd64",
        "created": "2026-01-02T03:04:05Z",
        "os": {"id": "debian", "version": "12", "name": "Debian GNU/Linux 12"},
        "libc": {"glibc": {"version": "2.36", "loader": "/lib64/ld-linux-x86-64.so.2"}},
        "ldconfig": "real",
        "manager": "apt-get",
        "database": "dpkg",
        "packages": {"bash": "5.2.15-2+b2", "libc6": "2.36", "python3": "3.11.2-1", "zlib1g": "1:1.2.13"},
        "libraries": {
            "ld-linux-x86-64.so.2": "GLIBC_2.35",
            "libc.so.6": "GLIBC_2.36",
            "liblocal.so.1": "",
            "libz.so.1": "",
        },
        "programs": {"/usr/bin": "apt-get bash dash python3 python3.11 sh", "/usr/sbin": "ldconfig"},
        "elsewhere": {"/usr/local/lib": "libuncached.so.1"},
        "versions": {"bash": "5.2.15", "python3": "3.11"},
        "config": {"env": {"PATH": "/usr/bin:/bin:/usr/sbin"}, "workdir": "/srv"},
    }


def test_alpine(tmp_path: Path) -> None:
    facts = of_root(tmp_path, alpine(libraries=("libssl.so.3",)))
    assert facts["libc"] == {"musl": {"version": "1.2.5", "loader": "/lib/ld-musl-x86_64.so.1"}}
    assert facts["libraries"] == {"libc.musl-x86_64.so.1": "", "libssl.so.3": ""}
    assert (facts["ldconfig"], facts["manager"], facts["packages"]["musl"]) == ("stub", "apk", "1.2.5-r0")
    assert facts["programs"]["/bin"] == "busybox sh"


CASES: dict[str, tuple[list[dict[str, Content]], dict[str, object]]] = {
    "nothing at all": ([{"app": STATIC}], {"ldconfig": "absent", "libc": None, "libraries": None}),
    "a glibc without symbols of its own, by the name of its file": (
        [{**debian(), f"{TRIPLET}/libc.so.6": "libc-2.39.so", f"{TRIPLET}/libc-2.39.so": library("libc.so.6", "GLIBC_2.36", needed=())}],
        {"libc.glibc.version": "2.39", "libraries.libc.so.6": "GLIBC_2.36"},
    ),
    "a glibc without symbols of its own, by its package": (
        [{**debian(glibc="2.31"), f"{TRIPLET}/libc.so.6": library("libc.so.6", "GLIBC_2.30", needed=())}],
        {"libc.glibc.version": "2.31", "libraries.libc.so.6": "GLIBC_2.30"},
    ),
    "newest symbol versions of each family": (
        [{**debian(), f"{TRIPLET}/libstdc++.so.6": library("libstdc++.so.6", "GLIBCXX_3.4.9", "GLIBCXX_3.4.30", "CXXABI_1.3.13")}],
        {"libraries.libstdc++.so.6": "GLIBCXX_3.4.30 CXXABI_1.3.13"},
    ),
    "a link to the file that has the library's name": (
        [{**debian(), f"{TRIPLET}/liba.so.1": "liba.so.1.2.3", f"{TRIPLET}/liba.so.1.2.3": library("liba.so.1"), f"{TRIPLET}/liba.so": "liba.so.1"}],
        {"libraries.liba.so.1": "", "libraries.liba.so": None, "libraries.liba.so.1.2.3": None},
    ),
    "a library of another architecture": (
        [{**debian(), f"{TRIPLET}/libarm.so.1": make_elf(soname="libarm.so.1", machine="arm64")}],
        {"libraries.libarm.so.1": None},
    ),
    "glibc's name over another library on Alpine": (
        [{**alpine(), "lib64/ld-linux-x86-64.so.2": library("libgcompat.so.0", needed=("libc.musl-x86_64.so.1",))}],
        {"libc.compat": {"loader": "/lib64/ld-linux-x86-64.so.2"}, "libc.musl.version": "1.2.5"},
    ),
    "musl beside glibc": (
        [{**debian(), "usr/lib/ld-musl-x86_64.so.1": make_elf(soname="libc.so") + b"\x001.2.3\0"}],
        {"libc.glibc.version": "2.36", "libc.musl.version": "1.2.3", "libraries.libc.so.6": "GLIBC_2.36"},
    ),
    "distroless's database": (
        [{"var/lib/dpkg/status.d/base": b"Package: base-files\nVersion: 12.4\n", "var/lib/dpkg/status.d/x.md5sums": b"0 usr/x\n"}],
        {"packages": {"base-files": "12.4"}, "database": "dpkg"},
    ),
    "the version that an official image sets": (
        [{**debian(), "usr/local/bin/node": program()}], {"versions.node": "20.11.1", "programs./usr/local/bin": "node"},
    ),
    "a program and a library where a variable may lead": (
        [{**debian(), "opt/v/bin/python": "/usr/bin/python3", "opt/v/lib/libv.so.1": library("libv.so.1"), "opt/v/bin/tool": program()}],
        {"elsewhere./opt/v/bin": "python", "elsewhere./opt/v/lib": "libv.so.1", "libraries.libv.so.1": None},
    ),
    "a program behind another one of its name": (
        [{**debian(), "usr/local/bin/python3": program()}],
        {"programs./usr/local/bin": "python3", "elsewhere./usr/bin": "python3"},
    ),
    "what an interpreter finds by its own search path": (
        [{**debian(), "opt/conda/bin/python": make_elf("/lib64/ld-linux-x86-64.so.2", ["libc.so.6"], rpath="$ORIGIN/../lib"), "opt/conda/lib/libGL.so.1": library("libGL.so.1")}],
        {"libraries.libGL.so.1": "", "programs./opt/conda/bin": "python"},
    ),
    "a program that cannot be executed, by a whiteout": (
        [debian(), {"usr/bin/.wh.bash": b""}], {"programs./usr/bin": "apt-get dash python3 python3.11 sh"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("layers", "expected"), CASES.values(), ids=CASES)
def test_a_fact(layers: list[dict[str, Content]], expected: dict[str, object], tmp_path: Path) -> None:
    facts = of_root(
        tmp_path,
        *layers,
        Env=["NODE_VERSION=20.11.1", "PATH=/usr/local/bin:/opt/conda/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    )
    for path, value in expected.items():
        key, _, rest = path.partition(".")
        assert _at(facts.get(key), rest) == value, path


def _at(value: object, rest: str) -> object:
    """A value below another one; a name in the table may have dots."""
    if not rest or value is None:
        return value
    assert isinstance(value, dict)
    if rest in value:
        return value[rest]
    key, _, more = rest.partition(".")
    return _at(value.get(key), more) if more else None


def test_files_that_are_copied_out(tmp_path: Path) -> None:
    root = {
        **debian(),
        "opt/tool": GLIBC,
        "opt/static": STATIC,
        "opt/run": b"#!/bin/bash\n",
        "opt/lib/a.so": library("a.so"),
    }
    facts = of_root(tmp_path, root, files=("/opt/tool", "/opt/static", "/opt/run", "/opt/lib", "/opt/none"))
    assert facts["files"] == {
        "/opt/tool": {
            "executable": True,
            "format": "ELF",
            "architecture": "amd64",
            "interpreter": "/lib64/ld-linux-x86-64.so.2",
            "needed": ["libc.so.6"],
            "asks": "GLIBC_2.34",
        },
        "/opt/static": {"executable": True, "format": "ELF", "architecture": "amd64"},
        "/opt/run": {"executable": True, "script": "/bin/bash", "program": "bash"},
        "/opt/lib": {"directory": True},
        "/opt/lib/a.so": {
            "executable": True,
            "format": "ELF",
            "architecture": "amd64",
            "library": True,
            "needed": ["libc.so.6"],
        },
        "/opt/none": {"absent": True},
    }


FORMS = ["folder", "archive", "compressed archive", "docker save", "zstd"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same(form: str, tmp_path: Path) -> None:
    """Only the digests differ, which docker's archive does not have."""
    layers = [layer(debian()), layer({"usr/bin/.wh.bash": b""})]
    expected = of_root(tmp_path / "plain", debian(), {"usr/bin/.wh.bash": b""})
    place = tmp_path / form
    if form == "docker save":
        place.write_bytes(docker_save(layers))
    else:
        oci_folder(tmp_path / "made", [Made(layers)], compression="zstd" if form == "zstd" else "gzip")
        place = _archived(tmp_path / "made", place, form)
    facts = entry(place)
    apart = ("digest", "id", "created")
    assert {key: facts.get(key) for key in {*facts, *expected} - {*apart}} == {
        key: expected.get(key) for key in {*facts, *expected} - {*apart}
    }


def _archived(folder: Path, place: Path, form: str) -> Path:
    if form in ("folder", "zstd"):
        return folder
    files = {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    data = layer(files)
    place.write_bytes(gzip.compress(data) if form == "compressed archive" else data)
    return place


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((), "linux/amd64"),
        (("linux/arm64",), "linux/arm64"),
        (("linux/arm",), "linux/arm/v7"),
        (("linux/arm/v7",), "linux/arm/v7"),
    ],
)
def test_platforms(asked: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    made = [
        Made([layer(alpine())], one, variant=variant)
        for one, variant in (("arm64", "v8"), ("amd64", ""), ("arm", "v7"))
    ]
    oci_folder(tmp_path, made)
    facts = entry(tmp_path, platform=asked)
    assert facts["platform"] == expected
    assert facts["index"].startswith("sha256:")


@pytest.mark.parametrize(
    ("asked", "message"),
    [("linux/s390x", "it has no image for linux/s390x; its platforms are: linux/amd64, linux/arm64")],
)
def test_a_platform_that_is_not_there(asked: str, message: str, tmp_path: Path) -> None:
    oci_folder(tmp_path, [Made([layer(alpine())], "amd64"), Made([layer(alpine())], "arm64")])
    with pytest.raises(LockError, match=message):
        entry(tmp_path, platform=(asked,))


def test_windows_is_known_as_such_and_nothing_of_it_is_read(tmp_path: Path) -> None:
    """Its layers are no Linux root; they may be many gigabytes."""
    oci_folder(tmp_path, [Made([b"no archive"], "amd64", system="windows")])
    (facts,) = measure(Sources((f"corp/base:1={tmp_path}",)), "corp/base:1", (), ())
    assert (facts["platform"], facts["os"]) == ("windows/amd64", {"id": "windows"})
    assert facts.keys() == {"image", "platform", "digest", "id", "created", "os"}
    assert change_line(None, facts) == "corp/base:1 (windows/amd64): Windows, of which dfix judges nothing"
    lock = Lock("dfix.lock", (Locked(facts),), {})
    assert lock.problem("corp/base:1") == ""
    options = Options(BuildOptions(lock=lock))
    assert (
        analyse(
            "FROM golang:1.22 AS b\nRUN go build -o /app.exe .\nFROM corp/base:1\nCOPY --from=b /app.exe /\n", options
        ).findings
        == ()
    )


@pytest.mark.parametrize(("system", "architecture"), [("freebsd", "amd64"), ("linux", "sparc"), ("", "")])
def test_what_is_not_measured(system: str, architecture: str, tmp_path: Path) -> None:
    """No loader is known there, so that nothing could be said of the image but what is false."""
    oci_folder(tmp_path, [Made([layer(alpine())], architecture, system=system)])
    with pytest.raises(LockError, match="which dfix does not measure"):
        entry(tmp_path)


def test_the_only_image_is_of_another_platform(tmp_path: Path) -> None:
    oci_folder(tmp_path, [Made([layer(alpine())], "arm64")])
    with pytest.raises(LockError, match="its platform is linux/arm64"):
        entry(tmp_path, platform=("linux/amd64",))
    assert entry(tmp_path)["platform"] == "linux/arm64"


@pytest.mark.parametrize(
    ("name", "found"), [("app:1", True), ("docker.io/library/app:1", True), ("app:2", False), ("other:1", False)]
)
def test_the_name_in_an_archive(name: str, *, found: bool, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(docker_save([layer(alpine())]))
    if found:
        assert entry(tmp_path / "x.tar", name=name)["os"]["id"] == "alpine"
    else:
        with pytest.raises(LockError, match="it does not hold"):
            entry(tmp_path / "x.tar", name=name)


def test_a_changed_blob_is_refused(tmp_path: Path) -> None:
    oci_folder(tmp_path, [Made([layer(alpine())])])
    manifest = json.loads((tmp_path / "index.json").read_text())["manifests"][0]["digest"].partition(":")[2]
    blob = json.loads((tmp_path / "blobs/sha256" / manifest).read_text())["layers"][0]["digest"].partition(":")[2]
    path = tmp_path / "blobs/sha256" / blob
    path.write_bytes(path.read_bytes()[:-8] + b"\0" * 8)
    with pytest.raises(LockError, match=r"another content than its digest says|cannot be read"):
        entry(tmp_path)
