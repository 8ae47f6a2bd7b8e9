"""What an image holds, as far as it is recorded: its packages, and programs and libraries beside them.

``data/contents/NAME.json`` is about one official image; ``scripts/update_contents.py`` makes it by tracing the
image's own Dockerfiles. The bare images of a distribution are in ``data/package_contents/``.
"""

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.images.image import Image
from dfix.images.package_contents import base_packages
from dfix.text.pattern import pattern
from dfix.values import NamedTuple, TypedDict

# A word's version: the java of jdk17; php8.2 and otp-27 are versions altogether.
VERSION = pattern(r"(?<=^j[dr][ke])\d+$|^(php|otp|pg)[\d.]*$")
BARE = frozenset({"alpine", "debian", "ubuntu"})
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


class Variant(TypedDict):
    """One variant of an image; each value is a list of names, parted by blanks.

    ``packages``, ``programs`` and ``libraries`` are in every version of it that was traced, ``some_packages`` and
    ``some_programs`` only in some. ``open``: what else it may hold: ``packages``, ``libraries``, or nothing.
    """

    packages: str
    some_packages: str
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
    have. ``programs`` are on PATH, and ``libraries`` where the loader looks, without a package.
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


def contents_of(image: Image) -> Contents | None:
    """What an image holds; None where that is not recorded."""
    if not image.reference.is_official:
        return None
    base = base_packages(image.release)
    name = image.reference.path.rsplit("/", 1)[-1]
    if base is None:
        return None
    if name in BARE:
        return Contents(base, sure=image.release_sure)
    recorded = _file(name)
    variant = recorded()["variants"].get(variant_of(image)) if recorded.exists() else None
    return _contents(variant, base, image) if variant else None


def variant_of(image: Image) -> str:
    """The words of an image's tag that name a variant, as the files write it: ``slim``, ``fpm-alpine``."""
    return variant_words(image.reference.tag or "latest", image.release.distro)


def variant_words(tag: str, distro: str) -> str:
    """The words of a tag that name a variant of an image; ``alpine`` is one, written or not, and the last."""
    words = (VERSION.sub("", word) for word in tag.split("-"))
    kept = [word for word in words if word and word != "alpine" and not NO_VARIANT.match(word)]
    return "-".join([*kept, "alpine"] if distro == "alpine" else kept)


def _contents(variant: Variant, base: frozenset[str], image: Image) -> Contents:
    return Contents(
        base | frozenset(variant["packages"].split()),
        frozenset(variant["some_packages"].split()),
        frozenset(variant["programs"].split()),
        frozenset(variant["some_programs"].split()),
        frozenset(variant["libraries"].split()),
        variant["open"] == "packages",
        variant["open"] == "libraries",
        min(image.family_sure, Confidence.LIKELY if image.release_sure < Confidence.LIKELY else Confidence.CERTAIN),
    )


def _file(name: str) -> FactFile[ImageFile]:
    return FactFile[ImageFile](__file__, "contents", f"{name}.json")
