"""What the names by which builds link libraries mean: ``-lcurl``, a module of pkg-config, a package of CMake.

The facts are in ``data/link_names.json``. ``modules`` and ``cmake`` say which link names a module or a package
stands for, several parted by blanks, none for headers only; ``components`` how a component of a package is called.
Which soname a link name has on a release, its own packages say (``package_contents``); for Ubuntu and old Debian
``data/library_versions.json``, after their packages' names, which carry the sonames' versions (Debian Policy, 8.1), and
for Alpine after the versions of the packages boost, icu and libevent in aports.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.images.package_contents import sonames_like
from dfix.images.packages import soname_of_flag
from dfix.images.release import Release, version_key
from dfix.images.release import release as known_release
from dfix.text.globs import name_matches
from dfix.values import NamedTuple, TypedDict

# The releases of Debian before and after one of Ubuntu, whose packages come from Debian's of that time.
DEBIAN_AROUND = {
    "ubuntu-20.04": ("debian-10", "debian-11"),
    "ubuntu-22.04": ("debian-11", "debian-12"),
    "ubuntu-24.04": ("debian-12", "debian-13"),
}


class LinkFacts(TypedDict):
    """``link_names.json``.

    ``defaults``: the component of a package that is linked where none is named. ``implementations``: development
    packages by which a link name means another library. ``headers_only`` need not be there at run time, ``of_libc``
    come with libc or the compiler.
    """

    modules: dict[str, str]
    cmake: dict[str, str]
    components: dict[str, str]
    defaults: dict[str, str]
    implementations: dict[str, dict[str, str]]
    headers_only: str
    of_libc: str


class Library(NamedTuple):
    """A soname, and how sure it is that a link name means it."""

    soname: str
    sure: Confidence


def links_of_module(module: str) -> tuple[str, ...]:
    """The link names of a module of pkg-config; its own name where nothing else is recorded."""
    links = _facts()["modules"].get(module)
    return tuple(links.split()) if links is not None else (module.removeprefix("lib"),)


def links_of_cmake(package: str, components: tuple[str, ...]) -> tuple[str, ...]:
    """The link names of what ``find_package`` finds; none where it is not recorded."""
    name = package.lower()
    form = _facts()["components"].get(name)
    if form is None:
        return tuple(_facts()["cmake"].get(name, "").split())
    named = components or tuple(_facts()["defaults"].get(name, "").split())
    return tuple(form.replace("*", component) for component in named)


def library_of(
    link: str, release: Release, available: frozenset[str] | None, packages: frozenset[str]
) -> Library | None:
    """The library that ``-lLINK`` links on a release.

    ``available`` are the sonames of the builder, None where these are not known; ``packages`` what was installed there.
    None where no library of that name is known, or several are.
    """
    others = _facts()["implementations"].get(link, {})
    meant = next((other for package, other in others.items() if package in packages), link)
    if meant in _no_library():
        return None
    # A second name may lie beside it: Debian's libbz2.so.1 leads to libbz2.so.1.0.
    steady = _steady(meant, release)
    if steady or available is None:
        return steady or _by_release(meant, release)
    return _only(tuple(_like(meant, available)), Confidence.CERTAIN)


def _by_release(link: str, release: Release) -> Library | None:
    """What a release has under that name."""
    for pattern in _versions().get(release.id) or ():
        stem = pattern.partition(".so")[0]
        if name_matches(f"lib{link}", stem) or re.fullmatch(rf"lib{re.escape(link)}-\d[\d.]*", stem):
            return Library(f"lib{link}{pattern[len(stem) :]}" if "*" in stem else pattern, Confidence.LIKELY)
    if release.distro == "ubuntu":
        return _between(link, release)
    return _only(tuple(_like(link, sonames_like(release, f"lib{link}"))), Confidence.LIKELY)


def _between(link: str, release: Release) -> Library | None:
    """What an Ubuntu release has, where Debian's releases before and after it have the same."""
    found = {
        _only(tuple(_like(link, sonames_like(one, f"lib{link}"))), Confidence.LIKELY)
        for name in DEBIAN_AROUND.get(release.id, ())
        if (one := known_release(name))
    }
    return found.pop() if len(found) == 1 else None


def is_other_version(soname: str, release: Release) -> bool:
    """Whether a release whose versions are listed has the library under another soname only.

    A release that is newer than all that are listed has no version that the newest of these had given up.
    """
    stem, _, version = soname.partition(".so")
    listed = _versions()
    if release.id in listed:
        versions = _versions_of(stem, release.id)
        return bool(versions) and version not in versions
    ids = sorted((name for name in listed if name.startswith(f"{release.distro}-")), key=version_key_of)
    if not ids or release.version is None or version_key_of(release.id) < version_key_of(ids[-1]):
        return False
    newest = _versions_of(stem, ids[-1])
    return bool(newest) and version not in newest and any(version in _versions_of(stem, one) for one in ids[:-1])


def version_key_of(name: str) -> tuple[int, ...]:
    """The version in a release's name (``alpine-3.9``) in a form that is compared."""
    return version_key(name.rpartition("-")[2])


def _versions_of(stem: str, name: str) -> set[str]:
    """What is behind ``.so`` of a library in a release that is listed."""
    parts = (pattern.partition(".so") for pattern in _versions()[name])
    return {version for known, _, version in parts if name_matches(stem, known)}


def _steady(link: str, release: Release) -> Library | None:
    """A library that has one soname everywhere, unless the release's own packages have another: PCRE on Alpine."""
    soname = soname_of_flag(f"-l{link}")
    recorded = sonames_like(release, f"lib{link}.so.") if soname else ()
    return Library(soname, Confidence.CERTAIN) if soname and (not recorded or soname in recorded) else None


def _only(sonames: tuple[str, ...], sure: Confidence) -> Library | None:
    """The one library among them; a file that carries the whole version lies beside some sonames."""
    fewest = min((soname.count(".") for soname in sonames), default=0)
    shortest = [soname for soname in sonames if soname.count(".") == fewest]
    return Library(shortest[0], sure) if len(shortest) == 1 else None


def _like(link: str, sonames: frozenset[str]) -> Iterator[str]:
    """The sonames that a link name may mean: ``libcurl.so.4``, ``libevent-2.1.so.7``, ``libdb-5.3.so``."""
    versioned = re.compile(rf"lib{re.escape(link)}(\.so\.\d[\w.]*|-\d[\d.]*(Q\d+(HDRI)?)?\.so(\.\d+)*)$")
    return (soname for soname in sorted(sonames) if versioned.match(soname))


@lru_cache(maxsize=1)
def _no_library() -> frozenset[str]:
    """The link names of which nothing must be there at run time."""
    return frozenset((*_facts()["headers_only"].split(), *_facts()["of_libc"].split()))


_facts = FactFile[LinkFacts](__file__, "link_names.json")
_versions = FactFile[dict[str, list[str]]](__file__, "library_versions.json")
