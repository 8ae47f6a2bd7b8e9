"""The libraries of an archive: those that a loader finds, by their sonames."""

import io
import tarfile
from pathlib import Path

from bare_libraries import sonames

from tests.makers.elf import make_elf


def test_sonames(tmp_path: Path) -> None:
    files = {
        "./usr/lib/x86_64-linux-gnu/libz.so.1.2.13": make_elf(soname="libz.so.1"),
        "./usr/lib/libown.so": make_elf(soname="libown.so.2"),
        "./usr/lib/x86_64-linux-gnu/gconv/ISO.so": make_elf(soname="gconv.so"),
        "./usr/lib/libtext.so": b"INPUT(libown.so.2)\n",
    }
    with tarfile.open(tmp_path / "root.tar", "w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    assert sonames(tmp_path / "root.tar") == {"libz.so.1", "libown.so.2"}
