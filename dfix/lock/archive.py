"""Images that lie on this machine: what `docker save` wrote, an OCI archive, an OCI folder.

Nothing is unpacked, and no link of an archive is followed out of it. A compressed archive is unpacked into a temporary
file first, since layers are read in the order of the manifest.
"""

import json
import os
import shutil
import stat
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from dfix.config.regular_file import FLAGS, open_regular
from dfix.context.tar_header import BoundedHeader
from dfix.images import parse_reference
from dfix.inspect.members import BLOCK, FAULTS, MOST_ENTRIES, Peekable, plain
from dfix.inspect.reading import Readable
from dfix.lock.error import LockError, NotThereError
from dfix.lock.layers import Counted, Verified
from dfix.lock.oci import LARGEST_MANIFEST, Descriptor, Json, Store, digest_of, parsed, table_of
from dfix.text.wording import reason
from dfix.values import cast

REF_NAME = "org.opencontainers.image.ref.name"
FULL_NAME = "io.containerd.image.name"


@contextmanager
def local_store(path: str, name: str = "") -> Iterator[Store]:
    """The image in a folder or an archive; ``name`` (``app:1``) must be one of its names, where one is given.

    Raises:
        LockError: it cannot be read, or holds no image.
    """
    if os.path.isdir(path):
        yield _store(_Folder(path), name)
        return
    try:
        with _plain_file(path) as file, tarfile.open(fileobj=file, mode="r:", tarinfo=BoundedHeader) as tar:
            yield _store(_Tar(tar), name)
    except FAULTS as error:
        raise LockError(f"{path} cannot be read as an image archive: {error}") from None


def _store(files: "_Folder | _Tar", name: str) -> Store:
    if files.has("index.json") and files.has("oci-layout"):
        return _Layout(files, name)
    if files.has("manifest.json"):
        return _DockerSave(files, name)
    raise LockError("it is neither an OCI layout nor an archive of docker save")


@contextmanager
def _plain_file(path: str) -> Iterator[IO[bytes]]:
    """The archive without its compression, as a file in which one can seek."""
    try:
        file = open_regular(path)
    except OSError as error:
        raise LockError(f"{path}: {reason(error)}") from None
    with file:
        if tarfile_begins(file):
            yield file
            return
        with tempfile.TemporaryFile() as unpacked:
            source = plain(Peekable(file))
            shutil.copyfileobj(cast("IO[bytes]", Counted(source, os.path.getsize(path))), unpacked, BLOCK)
            unpacked.seek(0)
            yield unpacked


def tarfile_begins(file: IO[bytes]) -> bool:
    """Whether a tar archive begins here that is not compressed; the file is where it was afterwards."""
    head = file.read(512)
    file.seek(0)
    return len(head) == 512 and head[257:262] == b"ustar"


class _Folder:
    """The files of a folder."""

    def __init__(self, path: str) -> None:
        self.path = path

    def has(self, name: str) -> bool:
        return os.path.isfile(os.path.join(self.path, name))

    @contextmanager
    def open(self, name: str) -> Iterator[Readable]:
        try:
            descriptor = os.open(os.path.join(self.path, name), FLAGS | getattr(os, "O_NOFOLLOW", 0))
        except OSError as error:
            raise LockError(f"{name}: {reason(error)}") from None
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise LockError(f"{name} is no regular file")
            yield cast("Readable", file)


class _Tar:
    """The files of an archive."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.members: dict[str, tarfile.TarInfo] = {}
        for number, member in enumerate(tar):
            if number > MOST_ENTRIES:
                raise LockError(f"it holds more than {MOST_ENTRIES} files")
            self.members[os.path.normpath(member.name)] = member

    def has(self, name: str) -> bool:
        return name in self.members

    @contextmanager
    def open(self, name: str) -> Iterator[Readable]:
        member = self.members.get(os.path.normpath(name))
        for _ in range(4):
            if member is None or member.isreg():
                break
            target = os.path.join(os.path.dirname(member.name), member.linkname) if member.issym() else member.linkname
            member = self.members.get(os.path.normpath(target))
        content = self.tar.extractfile(member) if member is not None and member.isreg() else None
        if content is None:
            raise LockError(f"{name} is not in the archive")
        with content:
            yield cast("Readable", content)


class _Layout:
    """An OCI image layout (image-spec, "Image Layout")."""

    def __init__(self, files: "_Folder | _Tar", name: str) -> None:
        self.files = files
        self.name = name

    def top(self) -> tuple[str, bytes]:
        """What the index names; of several the one of that name, else all of them as one index."""
        with self.files.open("index.json") as file:
            text = file.read(LARGEST_MANIFEST)
        listed = [table_of(one) for one in _list(table_of(parsed(text, "an index")).get("manifests"))]
        named = [one for one in listed if self.name and _is_among(self.name, _names(one))]
        chosen = named if self.name else listed
        if not chosen:
            raise NotThereError(f"it does not hold {self.name}" if self.name else "its index names no image")
        if len(chosen) > 1:
            return "", json.dumps({"manifests": chosen}).encode()
        digest = str(chosen[0].get("digest", ""))
        # The manifest that docker writes is none that a registry has.
        own = "" if self.files.has("manifest.json") else digest
        return own, self.text(Descriptor(digest), LARGEST_MANIFEST)

    def digest(self) -> str:
        """The digest of what the index names."""
        return self.top()[0]

    def text(self, blob: Descriptor, most: int) -> bytes:
        with self.open(blob) as file:
            data = file.read(most + 1)
            if len(data) > most:
                raise LockError(f"{blob.digest} is larger than {most} bytes")
        return data

    @contextmanager
    def open(self, blob: Descriptor) -> Iterator[Readable]:
        algorithm, _, digest = blob.digest.partition(":")
        if not digest.isalnum() or not algorithm.isalnum():
            raise LockError(f"{blob.digest[:100]!r} is no digest")
        with self.files.open(f"blobs/{algorithm}/{digest}") as file:
            verified = Verified(file, blob.digest)
            yield verified
            verified.finish()


class _DockerSave:
    """What `docker save` wrote before it wrote OCI layouts too: layers and a configuration by their file names."""

    def __init__(self, files: "_Folder | _Tar", name: str) -> None:
        self.files = files
        with files.open("manifest.json") as file:
            listed = [table_of(one) for one in _list(parsed(file.read(LARGEST_MANIFEST), "a manifest"))]
        named = [one for one in listed if _is_among(name, map(str, _list(one.get("RepoTags"))))]
        chosen = named if name else listed
        if not chosen:
            raise NotThereError(f"it does not hold {name}" if name else "its manifest names no image")
        self.manifest = chosen[0]
        self.layers = [str(one) for one in _list(self.manifest.get("Layers"))]
        with files.open(str(self.manifest.get("Config", ""))) as file:
            self.config = file.read(LARGEST_MANIFEST)

    def top(self) -> tuple[str, bytes]:
        """A manifest that names the layers by their places; the archive has none with digests."""
        places: list[Json] = [{"digest": f"sha256:{number:064x}"} for number in range(len(self.layers))]
        made = {"config": {"digest": digest_of(self.config)}, "layers": places}
        return "", json.dumps(made).encode()

    def digest(self) -> str:
        """None: the archive has no manifest with one."""
        return ""

    def text(self, _blob: Descriptor, _most: int) -> bytes:
        """The configuration, the only text."""
        return self.config

    @contextmanager
    def open(self, blob: Descriptor) -> Iterator[Readable]:
        with self.files.open(self.layers[int(blob.digest.partition(":")[2], 16)]) as file:
            yield file


def _names(descriptor: Json) -> tuple[str, ...]:
    told = table_of(descriptor.get("annotations"))
    return tuple(str(told[key]) for key in (REF_NAME, FULL_NAME) if key in told)


def _is_among(name: str, names: Iterable[str]) -> bool:
    """Whether a reference is one of some, as they are written: ``app:1`` is ``docker.io/library/app:1``."""
    wanted = parse_reference(name)
    return wanted is not None and any(
        parsed.name == wanted.name and (parsed.tag or "latest") == (wanted.tag or "latest")
        for parsed in map(parse_reference, names)
        if parsed
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
