"""Layers one over the other: what lower ones brought, what upper ones remove, and what no layer may ask for."""

import io
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from elf import GLIBC, MUSL, STATIC
from image import Content, layer
from oci import Made, oci_folder

from dfix.lock.archive import local_store
from dfix.lock.error import LockError
from dfix.lock.layers import read_image
from dfix.lock.oci import images_of

Layers = list[dict[str, Content]]
TREE: dict[str, Content] = {"opt/a/x": GLIBC, "opt/a/y": GLIBC, "opt/b": GLIBC}
CASES: dict[str, tuple[Layers, set[str]]] = {
    "an upper layer's file is in the place of a lower one's": ([{"opt/b": GLIBC}, {"opt/b": b"text"}], set()),
    "a whiteout removes a file": ([TREE, {"opt/a/.wh.x": b""}], {"/opt/a/y", "/opt/b"}),
    "a whiteout removes a tree": ([TREE, {"opt/.wh.a": b""}], {"/opt/b"}),
    "an opaque whiteout spares its own layer, whatever comes first": (
        [TREE, {"opt/a/z": GLIBC, "opt/a/.wh..wh..opq": b""}], {"/opt/a/z", "/opt/b"},
    ),
    "a file removes the tree that was in its place": ([TREE, {"opt/a": GLIBC}], {"/opt/a", "/opt/b"}),
    "a directory leaves the tree": ([TREE, {"opt/a": None}], {"/opt/a/x", "/opt/a/y", "/opt/b"}),
    "a layer writes through the link of a lower one": (
        [{"usr/lib/a.so": GLIBC, "lib": "usr/lib"}, {"lib/b.so": GLIBC}], {"/usr/lib/a.so", "/usr/lib/b.so", "/lib"},
    ),
    "a whiteout through a link": ([{"usr/lib/a.so": GLIBC, "lib": "usr/lib"}, {"lib/.wh.a.so": b""}], {"/lib"}),
    "a directory in the place of a link": (
        [{"usr/lib/a.so": GLIBC, "lib": "usr/lib"}, {"lib": None, "lib/b.so": GLIBC}], {"/usr/lib/a.so", "/lib/b.so"},
    ),
    "nothing leads out": ([{"../../x": GLIBC, "up": "../../..", "up/y": MUSL}], {"/x", "/up", "/y"}),
    "links in a circle": ([{"a": "b", "b": "a", "a/x": GLIBC}], {"/a", "/b", "/a/x"}),
}  # fmt: skip


@pytest.mark.parametrize(("layers", "expected"), CASES.values(), ids=CASES)
def test_layers(layers: Layers, expected: set[str], tmp_path: Path) -> None:
    oci_folder(tmp_path, [Made([layer(one) for one in layers])])
    assert set(read(tmp_path)) - {"/"} == expected


def read(folder: Path) -> dict[str, object]:
    with local_store(str(folder)) as store:
        return dict(read_image(store, next(images_of(store, ()))).entries)


def test_a_hard_link_is_the_file(tmp_path: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        first = tarfile.TarInfo("usr/bin/a")
        first.size, first.mode = len(STATIC), 0o755
        tar.addfile(first, io.BytesIO(STATIC))
        second = tarfile.TarInfo("usr/bin/b")
        second.type, second.linkname = tarfile.LNKTYPE, "usr/bin/a"
        tar.addfile(second)
    oci_folder(tmp_path, [Made([made.getvalue()])])
    assert set(read(tmp_path)) == {"/", "/usr/bin/a", "/usr/bin/b"}


def _bomb() -> bytes:
    header = tarfile.TarInfo("zeros")
    header.size = 16 << 20
    return header.tobuf() + bytes(header.size)


def _endless_header() -> bytes:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 1 << 32
    return header.tobuf() + bytes(10_240)


HOSTILE = {
    "a bomb": (_bomb, "it unpacks to more than"),
    "a header that claims gigabytes": (_endless_header, "a header claims 4294967296 bytes"),
    "too many links": (lambda: layer({f"l{number}": "x" for number in range(10_001)}), "more than 10000 programs"),
    "no archive": (lambda: b"text" * 1000, "cannot be read"),
    "nothing": (lambda: b"", "cannot be read"),
}


@pytest.mark.parametrize(("made", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_layer(
    made: Callable[[], bytes], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dfix.lock.layers.SMALL", 1 << 20)
    monkeypatch.setattr("dfix.lock.layers.MOST_KEPT", 10_000)
    oci_folder(tmp_path, [Made([made()])], compression="zstd")
    with pytest.raises(LockError, match=message):
        read(tmp_path)


MEASURE = """
import sys
from dfix.lock.archive import local_store
from dfix.lock.layers import read_image
from dfix.lock.oci import images_of
with local_store(sys.argv[1]) as store:
    read_image(store, next(images_of(store, ())))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def test_memory_does_not_grow_with_the_image(tmp_path: Path) -> None:
    """A program of 200 MiB and ten thousand files stay below 150 MB; both are read to the end."""
    files: dict[str, Content] = {f"usr/share/{number}": b"x" * 100 for number in range(10_000)}
    files["usr/bin/large"] = STATIC + b"\x5a\xa5" * (100 << 20)
    oci_folder(tmp_path, [Made([layer(files)])])
    del files
    shown = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert int(shown.stdout) < 150_000
