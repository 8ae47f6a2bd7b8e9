"""Names and evidence are read off Debian's index files."""

import gzip
from pathlib import Path

from check_packages import files_of, names_of


def test_names(tmp_path: Path) -> None:
    index = tmp_path / "Packages"
    index.write_text("Package: a\nProvides: b (= 1), c\n\nPackage: d\n", encoding="utf-8")
    assert names_of(index) == {"a", "b", "c", "d"}


def test_files(tmp_path: Path) -> None:
    contents = tmp_path / "Contents.gz"
    contents.write_bytes(
        gzip.compress(b"usr/bin/a b\tadmin/x,net/y\nusr/include/z.h\tlibdevel/x\n".replace(b"\t", b" "))
    )
    assert files_of([contents])["x"] == ["usr/bin/a b", "usr/include/z.h"]
