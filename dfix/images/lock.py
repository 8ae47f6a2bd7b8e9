"""``dfix.lock``: what images were measured to hold, by reference and platform.

``dfix lock`` writes it (``dfix/lock/``). An analysis reads it where it is there; what it says beats the catalog and all
guesses. Whoever can change the file can change findings only: nothing in it is executed, and no path of it is followed
out of its directory.
"""

import json
import os
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from dfix.confidence import Confidence
from dfix.images.catalog import resolve
from dfix.images.facts import releases
from dfix.images.image import BuiltIn, Image
from dfix.images.package_contents import records_program
from dfix.images.reference import Reference, parse_reference
from dfix.images.release import Libc, Release, release
from dfix.images.user_images import Built
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.text.system_paths import is_inside

VERSION = 1
DEFAULT_PLATFORM = "linux/amd64"
# What catalog and package lists call the program that installs packages.
MANAGERS = {"apt-get": "apt"}
# The release that is assumed where no os-release tells one.
NAMELESS = {"glibc": "linux-glibc", "musl": "linux-musl", "": "linux-static"}
COMPILERS = frozenset({"cc", "gcc", "clang"})
# What os-release calls a distribution, and the catalog another name of.
DISTRIBUTIONS = {"amzn": "amazonlinux", "rocky": "rockylinux", "ol": "oraclelinux"}
# Programs that are measured beside the recorded ones: what rules ask for, what a script may name, compilers.
ASKED = frozenset(
    (
        "apt-get apk dnf microdnf yum zypper pacman tdnf sh bash ash dash zsh busybox cc c++ gcc g++ clang ld "
        "python python3 node ruby php perl java go curl wget nc"
    ).split()
)
VERSIONED = pattern(r"(python|ruby|php|perl|node)[\d.]+")
USER = pattern(r"\w[\w.-]*(:\w[\w.-]*)?")
LANGUAGES = {"python": "python3", "node": "node", "ruby": "ruby"}
SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
# JSON from outside: it may contain anything.
Json = dict[str, Any]


def is_measured(program: str) -> bool:
    """Whether it is measured of an image that it has a program of that name: where none is recorded, none is there."""
    return is_asked(program) or records_program(program)


def is_asked(program: str) -> bool:
    """Whether rules ask for a program of that name; it is recorded wherever it is in the image."""
    return program in ASKED or VERSIONED.fullmatch(program) is not None


class LockFileError(ValueError):
    """The file is no lock file of this version; the message says why."""


class Locked:
    """What one image of one platform was measured to hold. Two are the same only where they are one object."""

    def __init__(self, entry: Json) -> None:
        """``entry`` is that of the file; what is of another type in it counts as absent.

        Where the reference that was asked for names a digest, it is one of the image's, although a builder's store may
        tell another one, or none.
        """
        self.entry = entry
        self.name = _text(entry.get("image"))
        self.platform = _text(entry.get("platform"))
        written = parse_reference(self.name)
        told = (_text(entry.get("digest")), _text(entry.get("index")), written.digest if written else "")
        self.digests = frozenset(filter(None, told))

    @cached_property
    def libraries(self) -> Mapping[str, str]:
        """The sonames that the loader finds, each with the newest symbol versions that it defines."""
        return _texts(self.entry.get("libraries"))

    @cached_property
    def sonames(self) -> frozenset[str]:
        """The names of these libraries."""
        return frozenset(self.libraries)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The path of each recorded program."""
        told = _texts(self.entry.get("programs"))
        return {name: f"{place}/{name}" for place, names in reversed(told.items()) for name in names.split()}

    @cached_property
    def programs(self) -> frozenset[str]:
        """The recorded programs that are on PATH."""
        return frozenset(self.places)

    @cached_property
    def elsewhere(self) -> Mapping[str, frozenset[str]]:
        """Programs and libraries by directory, to which neither PATH nor a loader of the image leads."""
        return {place: frozenset(names.split()) for place, names in _texts(self.entry.get("elsewhere")).items()}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """All names that are in such directories."""
        return frozenset().union(*self.elsewhere.values())

    def holds_program(self, path: str) -> bool:
        """Whether a program of a recorded name is at a path, on PATH or elsewhere."""
        directory, _, name = path.rpartition("/")
        return self.places.get(name) == path or name in self.elsewhere.get(directory, ())

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """The versions of interpreters and compilers."""
        return _texts(self.entry.get("versions"))

    @cached_property
    def packages(self) -> frozenset[str]:
        """The installed packages."""
        return frozenset(_texts(self.entry.get("packages")))

    @cached_property
    def has_compiler(self) -> bool:
        """Whether a C compiler is on PATH."""
        return not COMPILERS.isdisjoint(self.programs)

    @property
    def is_shellless(self) -> bool:
        """Whether no shell is on PATH."""
        return SHELLS.isdisjoint(self.programs)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that the image sets."""
        return _texts(_table(self.entry.get("config")).get("env"))

    @property
    def workdir(self) -> str:
        """The directory in which commands run."""
        return _text(_table(self.entry.get("config")).get("workdir")) or "/"

    @property
    def shell(self) -> str:
        """The program that reads RUN; empty where the image names none."""
        return next(iter(_words(_table(self.entry.get("config")).get("shell"))), "")

    @property
    def user(self) -> str:
        """The user as whom commands run, with a group where one is written; empty for root, and for no user's name."""
        user = _text(_table(self.entry.get("config")).get("user"))
        is_root = user.partition(":")[0] in ("root", "0")
        return user if USER.fullmatch(user) and not is_root else ""

    @property
    def entrypoint(self) -> tuple[str, ...]:
        """The words of ENTRYPOINT."""
        return _words(_table(self.entry.get("config")).get("entrypoint"))

    @property
    def triggers(self) -> tuple[str, ...]:
        """The ONBUILD instructions, which run where an image is built on this one."""
        return _words(_table(self.entry.get("config")).get("onbuild"))

    @cached_property
    def imitates_glibc(self) -> bool:
        """Whether glibc's loader is there, and is not glibc's."""
        return "compat" in _table(self.entry.get("libc"))

    @cached_property
    def files(self) -> Mapping[str, Json]:
        """The facts of files that are copied out of the image."""
        return {path: _table(facts) for path, facts in _table(self.entry.get("files")).items()}

    def symbol(self, soname: str, family: str) -> str | None:
        """The newest version of a family (``GLIBCXX``) that a library defines; None where none is known."""
        defined = self.libraries.get(soname, "").split()
        return next((one for one in defined if one.startswith(f"{family}_")), None)

    def interpreter(self, language: str) -> tuple[str, str] | None:
        """Version and path of a language's interpreter; None where it is not on PATH."""
        name = LANGUAGES.get(language, language)
        return (self.versions.get(name, ""), self.places[name]) if name in self.places else None

    @cached_property
    def release(self) -> Release:
        """The release that os-release names, with what was measured in its place."""
        os_told = _texts(self.entry.get("os"))
        libcs = tuple(Libc(name) for name in _table(self.entry.get("libc")) if name in ("glibc", "musl"))
        known = _release(os_told.get("id", ""), os_told.get("version", ""), libcs)
        facts = _table(_table(self.entry.get("libc")).get(libcs[0].value)) if libcs else {}
        libssl = next((name for name in sorted(self.sonames) if name.startswith("libssl.so.")), known.libssl)
        manager = _text(self.entry.get("manager"))
        return known._replace(
            libcs=libcs,
            libc_version=_text(facts.get("version")) or None,
            package_manager=MANAGERS.get(manager, manager) or None,
            ldconfig=_text(self.entry.get("ldconfig")) or None,
            shell=known.shell if "sh" in self.programs else None,
            libssl=libssl,
        )


class Lock:
    """A lock file: measured images, and images that the project builds. ``path`` is the file's.

    The paths in ``built`` are relative to its directory.
    """

    def __init__(self, path: str, entries: tuple[Locked, ...], built: Mapping[str, Built]) -> None:
        """``built`` is by reference."""
        self.path = path
        self.built = built
        self._by_name: dict[str, list[Locked]] = {}
        for entry in entries:
            reference = parse_reference(entry.name)
            if reference is not None:
                self._by_name.setdefault(reference.name, []).append(entry)

    def built_here(self, text: str) -> Built | None:
        """How the project builds an image, with whole paths; None where it does not, or they lead out."""
        parsed = parse_reference(text) if self.built else None
        one = self.built.get(text) or (self.built.get(f"{text}:latest") if parsed and not parsed.tag else None)
        if one is None:
            return None
        top = os.path.dirname(self.path)
        dockerfile, context = (os.path.normpath(os.path.join(top, path)) for path in (one.dockerfile, one.context))
        real, inside = os.path.realpath(dockerfile), os.path.realpath(top)
        return one._replace(dockerfile=dockerfile, context=context) if is_inside(real, inside) else None

    def entries(self, text: str) -> Iterator[Locked]:
        """The entries that a reference means, whatever their platform: by its digest, else by its tag."""
        reference = parse_reference(text)
        for entry in self._by_name.get(reference.name, ()) if reference else ():
            if reference and _means(reference, entry):
                yield entry

    def find(self, text: str, platform: str | None = None) -> Locked | None:
        """The entry for a reference and a platform; None where the file has none."""
        if UNKNOWN_TEXT in text:
            return None
        found = list(self.entries(text))
        wanted = platform or DEFAULT_PLATFORM
        fitting = [one for one in found if _fits(one.platform, wanted)]
        return next(iter(fitting or ([] if platform else found)), None)

    def image(self, text: str, platform: str | None = None) -> Image | None:
        """What the image ``text`` was measured to hold; None where the file does not tell."""
        entry = self.find(text, platform)
        reference = parse_reference(text)
        return None if entry is None or reference is None else _image(entry, reference)

    def problem(self, text: str, platform: str | None = None) -> str:
        """Why a reference is not the locked one; empty where it is, and where its name is not known."""
        reference = parse_reference(text)
        if UNKNOWN_TEXT in text or reference is None or self.find(text, platform) or self.built_here(text):
            return ""
        if any(self.entries(text)):
            return f"{text} is not locked for {platform}"
        same_name = self._by_name.get(reference.name, [])
        if not same_name:
            return f"{text} is not locked"
        if reference.digest and any(_tag_of(one) == reference.tag for one in same_name if reference.tag):
            return f"{text} names another digest than the locked one"
        others = sorted({parsed.tagged for one in same_name if (parsed := parse_reference(one.name))})
        return f"{text} is not locked; {', '.join(others[:3])} is"

    def knows_name(self, text: str) -> bool:
        """Whether an image of that name is locked, with whatever tag or digest."""
        reference = parse_reference(text)
        return reference is not None and reference.name in self._by_name


def read_lock(path: str, data: bytes) -> Lock:
    """The lock file in some bytes.

    Raises:
        LockFileError: it is none.
    """
    return _read(os.path.abspath(path), data)


@lru_cache(maxsize=8)
def _read(path: str, data: bytes) -> Lock:
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise LockFileError(f"it is no JSON: {error}") from None
    if not isinstance(table, dict) or not isinstance(table.get("images"), list):
        raise LockFileError("it has no list of images")
    if table.get("version") != VERSION:
        raise LockFileError(f"it is of version {table.get('version')!r:.20}, and this dfix reads version {VERSION}")
    entries = tuple(Locked(entry) for entry in table["images"] if isinstance(entry, dict))
    return Lock(path, entries, dict(_built(_table(table.get("built")))))


def _built(table: Json) -> Iterator[tuple[str, Built]]:
    for reference, told in table.items():
        one = _table(told)
        if _text(one.get("dockerfile")):
            target = _text(one.get("target")) or None
            context = _text(one.get("context")) or "."
            yield reference, Built(_text(one.get("dockerfile")), context, target, _texts(one.get("args")))


def _means(reference: Reference, entry: Locked) -> bool:
    """Whether a reference of the same name means an entry: a digest counts more than a tag."""
    if reference.digest:
        return reference.digest in entry.digests
    written = parse_reference(entry.name)
    return (
        written is not None
        and (reference.tag or "latest") == (written.tag or "latest")
        and not (written.digest and not written.tag)
    )


def _tag_of(entry: Locked) -> str | None:
    reference = parse_reference(entry.name)
    return reference.tag if reference else None


def _fits(platform: str, wanted: str) -> bool:
    """Whether an entry's platform is the one asked for; ``linux/arm64/v8`` is ``linux/arm64``."""
    return platform == wanted or platform.startswith(f"{wanted}/") or wanted == f"{platform}/v8"


def _image(entry: Locked, reference: Reference) -> Image:
    """The image of an entry: its place in the catalog, where it has one, with what was measured."""
    text = f"{reference.name}:{reference.tag}" if reference.tag else reference.name
    listed = resolve(text) or Image(reference, entry.release, Confidence.CERTAIN, Confidence.CERTAIN)
    built_in = (
        BuiltIn(language, found[0], found[1].rpartition("/")[0])
        for language in LANGUAGES
        if (found := entry.interpreter(language))
    )
    return listed._replace(
        reference=reference,
        release=entry.release,
        family_sure=Confidence.CERTAIN,
        release_sure=Confidence.CERTAIN,
        interpreters=tuple(built_in),
        locked=entry,
    )


def _release(name: str, version: str, libcs: tuple[Libc, ...]) -> Release:
    """The catalog's release of an os-release; one that the catalog does not have says what the file says."""
    name = DISTRIBUTIONS.get(name, name)
    parts = version.split(".")
    for count in (3, 2, 1):
        known = f"{name}-{'.'.join(parts[:count])}"
        if known in releases():
            return release(known)
    if name in releases():
        return release(name)._replace(version=version or None)
    if name:
        return Release(f"{name}-{version}".rstrip("-"), name, version or None, None, libcs, None, None, None, None)
    return release(NAMELESS[libcs[0].value if libcs else ""])


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _table(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> dict[str, str]:
    return {str(key): one for key, one in _table(value).items() if isinstance(one, str)}


def _words(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
