"""What an image holds, as far as it is recorded: its packages, and programs and libraries beside them.

``data/contents/NAME.json`` is about one official image; ``scripts/update_contents.py`` makes it by tracing the
image's own Dockerfiles; those of ``OTHERS`` were read by hand. The bare images of a distribution are in
``data/package_contents/``.
"""

from functools import cache

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.images.facts import bare_images
from dfix.images.image import Image
from dfix.images.package_contents import base_packages, is_recorded, kin, records_builds
from dfix.text.pattern import pattern
from dfix.values import NamedTuple, TypedDict

# The programs of Alpine's bare image beside busybox: apk-tools, musl-utils, scanelf, ssl_client.
ALPINE = frozenset({"apk", "getconf", "getent", "iconv", "ldconfig", "ldd", "scanelf", "ssl_client"})
# A word's version: the java of jdk17; php8.2 and otp-27 are versions altogether.
VERSION = pattern(r"(?<=^j[dr][ke])\d+$|^(php|otp|pg)[\d.]*$")
BARE = frozenset({"alpine", "almalinux", "amazonlinux", "centos", "debian", "oraclelinux", "ubuntu", "rockylinux"})
# Images with a registry in their names whose contents are recorded by hand, and the file of each.
OTHERS = {
    f"mcr.microsoft.com/dotnet/{core}{kind}": "dotnet"
    for core in ("", "core/")
    for kind in ("aspnet", "runtime", "runtime-deps")
} | {"nvidia/cuda": "cuda", "continuumio/miniconda3": "miniconda3"}
# Images that add nothing to an official one but programs of their own in /usr/local/bin or at the root.
ADD_PROGRAMS = {"ghcr.io/astral-sh/uv": "uv uvx"}
HANDMADE = frozenset(OTHERS.values())
VERSION_OF_LIBRARY = pattern(r"\d[\d.]*(t64)?$")
# Words of a tag that name a version or a release, not a variant of the image: Node.js and Traefik name theirs.
NO_VARIANT = pattern(
    r"^(v?\d[\w.]*|latest|alpine[\d.]+|lenny|squeeze|wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|"
    r"trusty|xenial|bionic|focal|hirsute|impish|jammy|kinetic|lunar|mantic|noble|oracular|plucky|questing|resolute|"
    r"oraclelinux\d+|oracle|oldoldstable|oldstable|stable|testing|mainline|current|lts|edge|production|test\d*|ce|"
    r"(rc|RC|beta|alpha|dev|preview)[.\d]*|ea|[Mb]\d+|"
    r"argon|boron|carbon|dubnium|erbium|fermium|gallium|hydrogen|iron|jod|krypton|banon|beaufort|brie|chabichou|"
    r"chaource|cheddar|chevrotin|comte|epoisses|faisselle|langres|livarot|maroilles|mimolette|montdor|morbier|"
    r"munster|picodon|raclette|ramequin|reblochon|rocamadour|roquefort|saintmarcellin|saintnectaire|tetedemoine|"
    r"vacherin)$"
)


class MayKeep(TypedDict, total=False):
    """What few variants have: the packages whose libraries may have stayed."""

    kept: str


class Variant(MayKeep):
    """One variant of an image; each value is a list of names, parted by blanks.

    ``packages`` and ``programs`` are in every version of it that was traced, ``some_packages``, ``some_programs``
    and ``libraries`` at least in some. ``libraries`` are outside of these packages; they may have stayed of what
    the image was built with; ``kept`` are packages of which that holds for their libraries. ``known`` are
    those of the packages whose programs, with those of what they bring along, are among the programs. ``open``: what
    else it may hold: ``packages``, ``libraries``, or nothing.
    """

    packages: str
    some_packages: str
    known: str
    programs: str
    some_programs: str
    libraries: str
    open: str


class ImageFile(TypedDict):
    """``contents/NAME.json``: variants by the words of the tag that name them, empty for none."""

    source: str
    variants: dict[str, Variant]


class Contents(NamedTuple):
    """What an image holds on top of a bare one.

    ``packages`` are installed by name or with the bare image; ``possible`` are those of them that only some versions
    have. ``known`` are those of both whose programs, with those of what they bring along, are among ``programs``.
    ``programs`` are on PATH, and ``libraries`` where the loader looks, without a package; ``kept`` are packages that
    may be there for their libraries.
    ``is_open``: packages may be in it that are not known; ``open_libraries``: such packages of libraries.
    ``sure`` is how sure all of that is.
    """

    packages: frozenset[str]
    possible: frozenset[str] = frozenset()
    programs: frozenset[str] = frozenset()
    possible_programs: frozenset[str] = frozenset()
    libraries: frozenset[str] = frozenset()
    is_open: bool = False
    open_libraries: bool = False
    sure: Confidence = Confidence.CERTAIN
    known: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


def contents_of(image: Image) -> Contents | None:
    """What an image holds; None where that is not recorded."""
    if image.locked:
        return Contents(frozenset(), programs=image.locked.programs, libraries=image.locked.sonames)
    if image.official is None and image.built_on and image.reference.name in ADD_PROGRAMS:
        contents = contents_of(image._replace(reference=image.built_on, official=image.built_on))
        added = _words(ADD_PROGRAMS[image.reference.name])
        return contents._replace(programs=contents.programs | added) if contents else None
    name = image.official.name if image.official else OTHERS.get(image.reference.name)
    base = base_packages(image.release) if name or _is_bare(image) else None
    if base is None:
        return None
    bare = Contents(
        base,
        programs=ALPINE if image.release.distro == "alpine" else frozenset(),
        sure=min(image.release_sure, image.family_sure),
        known=base - {"busybox"},
    )
    if name is None or name in BARE:
        return bare
    variant = _variants(name).get(variant_of(image))
    contents = _contents(variant, bare, image) if variant else None
    if contents and name in HANDMADE:
        return contents._replace(possible=_of_release(contents.possible, image))
    return contents


def _of_release(packages: frozenset[str], image: Image) -> frozenset[str]:
    """Those of the packages that the release can have: of a library in several versions the recorded one."""
    recorded = {name for name in packages if is_recorded(image.release, name)}
    stems = {VERSION_OF_LIBRARY.sub("", name) for name in recorded if VERSION_OF_LIBRARY.search(name)}
    return frozenset(name for name in packages if name in recorded or VERSION_OF_LIBRARY.sub("", name) not in stems)


def _is_bare(image: Image) -> bool:
    """Whether an image that is not official is the bare image of its release."""
    return image.reference.name in bare_images()["others"] and "ubi" not in (image.reference.tag or "")


def variant_of(image: Image) -> str:
    """The words of an image's tag that name a variant, as the files write it: ``slim``, ``fpm-alpine``."""
    return variant_words(image.reference.tag or "latest", image.release.distro)


def variant_words(tag: str, distro: str) -> str:
    """The words of a tag that name a variant of an image; ``alpine`` is one, written or not, and the last."""
    words = (VERSION.sub("", word) for word in tag.split("-"))
    kept = [word for word in words if word and word != "alpine" and not NO_VARIANT.match(word)]
    return "-".join([*kept, "alpine"] if distro == "alpine" else kept)


def _contents(variant: Variant, bare: Contents, image: Image) -> Contents:
    """What an image holds on top of a bare one."""
    likely = min(image.family_sure, Confidence.LIKELY)
    kept = _words(variant.get("kept", ""))
    return Contents(
        bare.packages | _words(variant["packages"]),
        _words(variant["some_packages"]),
        bare.programs | _words(variant["programs"]),
        _words(variant["some_programs"]),
        _words(variant["libraries"]),
        variant["open"] == "packages",
        variant["open"] == "libraries" or (bool(kept) and not records_builds(kin(image.release) or image.release)),
        image.family_sure if image.release_sure >= Confidence.LIKELY else likely,
        bare.known | _words(variant["known"]),
        kept,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@cache
def _variants(name: str) -> dict[str, Variant]:
    """The variants of an image; none where nothing is recorded of it."""
    file = FactFile[ImageFile](__file__, "contents", f"{name}.json")
    return file()["variants"] if file.exists() else {}
