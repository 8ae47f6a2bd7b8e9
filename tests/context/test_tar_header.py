"""Archives whose headers claim more than they should: refused before anything of that size is read."""

import io
import tarfile
import tracemalloc

import pytest

from dfix.context.archive import ArchiveError, members
from dfix.context.tar_header import LONGEST, MAP_GOES_ON, BoundedHeader

SIZE = 48 * 1024 * 1024


def archive(kind: bytes, size: int) -> bytes:
    """A compressed archive with one header of that kind, which is that long."""
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = kind, size
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as made:
        made.fileobj.write(header.tobuf(tarfile.GNU_FORMAT))  # type: ignore[union-attr]
        made.fileobj.write(bytes(size))  # type: ignore[union-attr]
    return packed.getvalue()


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_header_that_claims_much_is_not_read(kind: bytes) -> None:
    packed = archive(kind, SIZE)
    assert len(packed) < 100_000
    tracemalloc.start()
    with pytest.raises(ArchiveError, match=f"a header claims {SIZE} bytes"):
        list(members(io.BytesIO(packed)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * LONGEST


def test_the_map_of_a_sparse_file_does_not_go_on() -> None:
    header = tarfile.TarInfo("a")
    header.type = tarfile.GNUTYPE_SPARSE
    block = bytearray(header.tobuf(tarfile.GNU_FORMAT))
    block[MAP_GOES_ON] = 1
    block[148:156] = b"%06o\0 " % tarfile.calc_chksums(block)[0]  # type: ignore[attr-defined]
    with pytest.raises(tarfile.ReadError, match="sparse"):
        BoundedHeader.frombuf(bytes(block), "utf-8", "strict")


def test_a_long_name_is_read() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.GNU_FORMAT) as made:
        made.addfile(tarfile.TarInfo("d/" * 1500 + "a"))
    with tarfile.open(fileobj=io.BytesIO(packed.getvalue()), tarinfo=BoundedHeader) as read:
        assert read.getnames() == ["d/" * 1500 + "a"]


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE])
def test_headers_that_extend_one_another_without_end(kind: bytes) -> None:
    """Tarfile reads them by recursion; the process must not end of it."""
    header = tarfile.TarInfo("x")
    header.type, header.size = kind, 10
    one = header.tobuf(tarfile.GNU_FORMAT) + b"9 path=x\n".ljust(512, b"\0")
    packed = io.BytesIO(one * 5_000)
    with pytest.raises(tarfile.ReadError, match="without end"), tarfile.open(fileobj=packed, tarinfo=BoundedHeader):
        pass
