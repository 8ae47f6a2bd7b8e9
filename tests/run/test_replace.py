"""Files are written whole or not at all: a full disk, a kill at any step, links, owners, attributes, leftovers."""

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dfix.run import replace
from dfix.run.files import FileError, recover, write, write_new

OLD, NEW = b"FROM a\n" * 2000, b"FROM b\n" * 9000
# Each call to the system that writes or moves something.
STEPS = ("open", "write", "ftruncate", "fsync", "replace", "unlink", "fchmod", "fchown", "posix_fallocate", "setxattr")
LINKED = pytest.mark.parametrize("linked", [False, True], ids=["one link", "two links"])


def prepared(folder: Path, *, linked: bool) -> Path:
    file = folder / "Dockerfile"
    file.write_bytes(OLD)
    file.chmod(0o640)
    if linked:
        os.link(file, folder / "other")
    return file


def failing_at(number: int, monkeypatch: pytest.MonkeyPatch, fail: Callable[[], None]) -> Iterator[list[str]]:
    """Let the ``number``-th of the steps fail; the iterator gives the names of the steps so far."""
    names: list[str] = []

    def patched(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*words: object, **named: object) -> object:
            names.append(name)
            if len(names) == number:
                fail()
            return real(*words, **named)

        return call

    for name in STEPS:
        monkeypatch.setattr(os, name, patched(name))
    while True:
        yield names


def no_space() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@LINKED
def test_a_full_disk_at_any_step(linked: bool, tmp_path: Path) -> None:
    """The file has the old text or the new one, the message is true, and nothing lies beside the file."""
    for number in range(1, 60):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = prepared(folder, linked=linked)
        said = ""
        with pytest.MonkeyPatch.context() as patch:
            steps = failing_at(number, patch, no_space)
            next(steps)
            try:
                write(str(file), OLD, NEW)
            except FileError as error:
                said = f"{error}; {error.help}"
            names = next(steps)
        assert file.read_bytes() == (OLD if said else NEW), number
        assert said in ("", "no space left on device; nothing was written")
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
        assert file.stat().st_nlink == 1 + linked
        failed = names[number - 1 : number]
        assert failed == ["unlink"] or set(os.listdir(folder)) <= {"Dockerfile", "other"}
        if not failed:
            return
    pytest.fail("it never got through")


def test_a_full_disk_that_stays_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the old text cannot be put back, the message names its copy."""
    file = prepared(tmp_path, linked=True)
    handle_of_file, real = os.stat(file).st_ino, os.write

    def full(handle: int, data: bytes) -> int:
        if os.fstat(handle).st_ino == handle_of_file:
            real(handle, data[:10])
            no_space()
        return real(handle, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(FileError, match="no space left on device while it was written") as caught:
        write(str(file), OLD, NEW)
    assert Path(caught.value.help.removeprefix("its old text is in ")).read_bytes() == OLD


@LINKED
def test_killed_at_any_step(linked: bool, tmp_path: Path) -> None:
    """The old or the new text is there, whole, after the next run, which removes what the dead one left."""
    torn: list[int] = []
    for number in range(1, 60):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = prepared(folder, linked=linked)
        child = os.fork()
        if child == 0:
            with pytest.MonkeyPatch.context() as patch:
                failing_at(number, patch, lambda: os.kill(os.getpid(), signal.SIGKILL)).__next__()
                write(str(file), OLD, NEW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        text = file.read_bytes()
        if text not in (OLD, NEW):
            assert linked
            with pytest.raises(FileError, match="the file is half-written") as caught:
                recover(str(file), writes=False)
            copy = caught.value.help.removeprefix("its old text is in ").removesuffix("; dfix --write puts it back")
            assert Path(copy).read_bytes() == OLD
            torn.append(number)
        recover(str(file), writes=True)
        assert file.read_bytes() == (text if text in (OLD, NEW) else OLD)
        write(str(file), file.read_bytes(), b"FROM c\n")
        assert file.stat().st_nlink == 1 + linked
        assert not list(folder.glob(".dfix-*"))
        if os.WIFEXITED(status):
            assert text == NEW
            assert bool(torn) == linked
            return
    pytest.fail("it never got through")


@LINKED
def test_killed_at_any_moment(linked: bool, tmp_path: Path) -> None:
    file = prepared(tmp_path, linked=linked)
    program = (
        "import sys; from dfix.run.files import write\n"
        f"one, other = {OLD!r}, {NEW!r}\n"
        "print(flush=True)\n"
        "while True: write(sys.argv[1], one, other); one, other = other, one"
    )
    for pause in (0.0, 0.003, 0.011, 0.023):
        file.write_bytes(OLD)
        with subprocess.Popen([sys.executable, "-c", program, str(file)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(pause)
            except subprocess.TimeoutExpired:
                process.kill()
        recover(str(file), writes=True)
        assert file.read_bytes() in (OLD, NEW)


def left_by_a_dead_run(file: Path, text: bytes) -> Path:
    """The copy of the old text that a killed run left while the file holds ``text``."""
    dead = subprocess.Popen(["true"])
    dead.wait()
    copy = file.parent / f".dfix-{dead.pid}-{file.stat().st_ino}-{'0' * 16}.old"
    copy.write_bytes(OLD)
    copy.with_suffix(".next").write_bytes(NEW)
    file.write_bytes(text)
    return copy


@pytest.mark.parametrize(
    ("text", "after", "is_kept"),
    [
        (NEW[:100] + OLD[100:], OLD, False),
        (NEW[:100] + OLD[100:] + bytes(len(NEW) - len(OLD)), OLD, False),
        (OLD + bytes(len(NEW) - len(OLD)), OLD, False),
        (OLD[:100] + NEW[100:], OLD, False),
        (OLD, OLD, False),
        (OLD + b"RUN more\n", OLD + b"RUN more\n", False),
        (NEW, NEW, False),
        (b"FROM mine\n" + OLD[10:], b"FROM mine\n" + OLD[10:], True),
        (NEW[:100], NEW[:100], True),
    ],
    ids=["begun", "reserved", "only reserved", "put back", "old", "more", "new", "another's", "cut by somebody"],
)
def test_a_half_written_file_is_put_back(text: bytes, after: bytes, is_kept: bool, tmp_path: Path) -> None:
    """What somebody has written since stays, and so does the copy then."""
    file = prepared(tmp_path, linked=True)
    copy = left_by_a_dead_run(file, text)
    recover(str(file), writes=True)
    assert file.read_bytes() == after
    assert (tmp_path / "other").read_bytes() == after
    assert copy.exists() == is_kept


def test_a_file_that_is_being_written_is_left(tmp_path: Path) -> None:
    """By a process of another container, whose number means nothing here."""
    import fcntl

    file = prepared(tmp_path, linked=True)
    copy = left_by_a_dead_run(file, NEW[:100] + OLD[100:])
    with copy.open("rb+") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        recover(str(file), writes=True)
    assert file.read_bytes() == NEW[:100] + OLD[100:]


def test_a_run_puts_a_half_written_file_back(tmp_path: Path) -> None:
    """Or says where its old text is, where it writes nothing."""
    file = prepared(tmp_path, linked=True)
    copy = left_by_a_dead_run(file, NEW[:100] + OLD[100:])
    runs = [[sys.executable, "-m", "dfix", *words, str(file)] for words in ([], ["--diff"], ["--write"])]
    looked, differed, wrote = (subprocess.run(one, capture_output=True, text=True, check=False) for one in runs)
    for done in (looked, differed):
        assert done.returncode == 2
        assert f"its old text is in {copy}; dfix --write puts it back" in done.stderr
    assert wrote.returncode == 0, wrote.stderr
    assert file.read_bytes() == OLD
    assert not copy.exists()


def test_a_stale_file_blocks_nothing(tmp_path: Path) -> None:
    """What a dead process left is removed; what a living one holds, and what only looks alike, stays."""
    file = prepared(tmp_path, linked=False)
    dead = subprocess.Popen(["true"])
    dead.wait()
    stale = tmp_path / f".dfix-{dead.pid}-{'0' * 16}.new"
    living = tmp_path / f".dfix-{os.getppid()}-{'0' * 16}.new"
    copy = tmp_path / f".dfix-{dead.pid}-{'0' * 16}.old"
    old_kind = tmp_path / f".Dockerfile.{os.getpid()}.dfix"
    link = tmp_path / f".dfix-{dead.pid}-{'1' * 16}.new"
    for one in (stale, living, copy, old_kind):
        one.write_bytes(b"")
    link.symlink_to(file)
    write(str(file), OLD, NEW)
    assert file.read_bytes() == NEW
    assert not stale.exists()
    assert living.exists()
    assert copy.exists()
    assert link.is_symlink()


def test_a_leftover_that_another_container_holds_stays(tmp_path: Path) -> None:
    import fcntl

    file = prepared(tmp_path, linked=False)
    dead = subprocess.Popen(["true"])
    dead.wait()
    held = tmp_path / f".dfix-{dead.pid}-{'0' * 16}.new"
    with held.open("wb") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        write(str(file), OLD, NEW)
        assert held.exists()


def test_a_long_name(tmp_path: Path) -> None:
    file = tmp_path / ("D" * 255)
    file.write_bytes(OLD)
    write(str(file), OLD, NEW)
    assert file.read_bytes() == NEW


@LINKED
def test_attributes_and_access_lists_stay(linked: bool, tmp_path: Path) -> None:
    file = prepared(tmp_path, linked=linked)
    # Version 2; user::rw-, user:1234:r--, group::r--, mask::r--, other::---.
    entries = ((0x01, 6, -1), (0x02, 4, 1234), (0x04, 4, -1), (0x10, 4, -1), (0x20, 0, -1))
    access = (2).to_bytes(4, "little") + b"".join(
        tag.to_bytes(2, "little") + mode.to_bytes(2, "little") + who.to_bytes(4, "little", signed=True)
        for tag, mode, who in entries
    )
    try:
        os.setxattr(file, "user.note", b"mine")
        os.setxattr(file, "system.posix_acl_access", access)
    except OSError:
        pytest.skip("this file system keeps no attributes")
    before = file.stat().st_mode
    write(str(file), OLD, NEW)
    assert os.getxattr(file, "user.note") == b"mine"
    assert os.getxattr(file, "system.posix_acl_access") == access
    assert file.stat().st_mode == before


def test_an_owner_that_cannot_be_given_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is then written in place."""
    file = prepared(tmp_path, linked=False)
    number = file.stat().st_ino

    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(replace, "_keep", forbidden)
    write(str(file), OLD, NEW)
    assert file.read_bytes() == NEW
    assert file.stat().st_ino == number
    assert os.listdir(tmp_path) == ["Dockerfile"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_foreign_file_in_a_foreign_directory(tmp_path: Path) -> None:
    """A user who may write the file, and neither make one beside it nor give it away."""
    file = prepared(tmp_path, linked=False)
    file.chmod(0o666)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            write(str(file), OLD, NEW)
        except FileError:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert file.read_bytes() == NEW
    assert (file.stat().st_uid, stat.S_IMODE(file.stat().st_mode)) == (0, 0o666)


def test_somebody_writes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = prepared(tmp_path, linked=False)
    real = replace._keep

    def meanwhile(*words: object) -> None:
        file.write_bytes(b"theirs")
        real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(replace, "_keep", meanwhile)
    with pytest.raises(FileError, match="changed while dfix was at work"):
        write(str(file), OLD, NEW)
    assert file.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["Dockerfile"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount")
@LINKED
def test_a_real_disk_that_is_full(linked: bool, tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        file = prepared(tmp_path, linked=linked)
        with pytest.raises(FileError, match="no space left on device") as caught:
            write(str(file), OLD, NEW)
        assert caught.value.help == "nothing was written"
        assert file.read_bytes() == OLD
        assert not list(tmp_path.glob(".dfix*"))
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_new_file_of_dfix(tmp_path: Path) -> None:
    write_new(str(tmp_path / "b.json"), b"1")
    write_new(str(tmp_path / "b.json"), b"2")
    assert (tmp_path / "b.json").read_bytes() == b"2"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="regular file"):
        write_new(str(tmp_path / "pipe"), b"1")
