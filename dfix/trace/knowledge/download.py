"""What the name of a download says of what is in it, for curl, wget, ADD and installer scripts alike.

The facts are in ``data/downloads.json``: parts of URLs by what their vendor publishes for Linux
(``static``, ``glibc``, ``portable``), well-known scripts by their first line, and installer scripts.
Names of targets: Rust's and GNU's triplets, Go's GOOS_GOARCH, PEP 600 and PEP 656.
"""

import re

from dfix.confidence import Confidence
from dfix.context.script import read_shebang
from dfix.fact_file import FactFile
from dfix.images import Libc
from dfix.text import UNKNOWN_TEXT
from dfix.text.globs import name_matches
from dfix.text.pattern import pattern
from dfix.trace.state.arch import UNKNOWN as UNKNOWN_ARCH
from dfix.trace.state.arch import of_words
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Abi, Artifact, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.origin import Downloaded
from dfix.values import TypedDict

ARCHIVE = pattern(r"\.(tar(\.\w+)?|t[gbx]z|tbz2|zip|gz|bz2|xz|zst|7z)$")
GLIBC = pattern(r"(?<![a-z])(linux[-_]gnu(eabi(hf)?)?|glibc(?!-[\d$\x00{])|manylinux\w*)(?![a-z])")
MUSL = pattern(r"(?<![a-z])(muslc?(eabi(hf)?)?|musllinux\w*)(?![a-z])")
ALPINE = pattern(r"(?<![a-z])(alpine|muslc?)(?![a-z])")
STATIC = pattern(r"(?<![a-z])static(?![a-z])")
STATIC_BUILDS = pattern(r"static[-_]?(builds?|binar(y|ies))")
# A directory of a URL that is there for one platform: ``/linux/amd64/kubectl``.
CROSS_COMPILER = pattern(r"(?<![a-z])cross(?![a-z])", having="cross")
PLATFORM = pattern(
    r"(?:linux[-_.]?)?(?:amd64|x86_64|x64|arm64|aarch64|armv[67]l?|armhf|i[36]86|386|ppc64le|s390x|riscv64)$"
)
PROGRAM = pattern(
    r"(?<![a-z])linux[-_.]?(amd64|arm64|armv?\d?|x86_64|x64|386|64|64bit|\x00)|(amd64|x86_64|arm64|\x00)[-_.]linux"
)
# A system's name with the width of its processor: jq-linux64, hugo_0.50_Linux-64bit.
WIDTH = pattern(r"linux[-_]?(64|32)(?:-?bit)?(?![a-z0-9])", having="linux")
OF_WIDTH = {"64": "amd64", "32": "386"}
NOT_NATIVE = pattern(
    r"\.(asc|sig|sha\d+|sha\d+sum|md5|txt|json|ya?ml|sh|py|js|css|html?|xml|jar|war|phar|pem|crt|key|gpg|sql|conf|"
    r"(src|source)\.tar\.\w+|pub|csv|dat|patch|diff|woff2?|ttf)$|/archive/|/tarball/|/zipball/"
)
PACKAGE = pattern(r"\.(deb|rpm|apk)$")
URL = pattern(r"^(https?|ftp)://", re.IGNORECASE)


class Installer(TypedDict):
    """An installer script: part of its URL, where it installs, and what (``libc``: for the stage's own libc)."""

    url: str
    path: str
    kind: str
    what: str


class Variant(TypedDict, total=False):
    """A vendor that publishes a build for glibc and another one that runs on musl.

    ``words``: what in the URL names the glibc build → what names the other; ``static``: the other runs anywhere;
    ``always``: each version that people download has it.
    """

    url: str
    words: dict[str, str]
    static: bool
    always: bool


class Script(TypedDict):
    """A script that people download under its own name; ``source`` is where it is published."""

    url: str
    first_line: str
    source: str


class Beyond(TypedDict):
    """A vendor whose program asks for a symbol that the imitations of glibc lack; ``source`` is a report of it."""

    url: str
    symbol: str
    source: str


class UnnamedArchitecture(TypedDict):
    """A vendor whose files of these names (patterns, parted by blanks) are for amd64, which the names do not say."""

    url: str
    names: str


class Facts(TypedDict):
    """The shape of the data file."""

    static: list[str]
    glibc: list[str]
    portable: list[str]
    scripts: list[Script]
    installers: list[Installer]
    variants: list[Variant]
    beyond_compat: list[Beyond]
    unnamed_amd64: list[UnnamedArchitecture]


def nature(url: str, stage: int, call: Call | None) -> Artifact:
    """What the name of a download says of its nature; an archive holds a program only once it is unpacked."""
    name = url.lower().split("?")[0]
    origin = Downloaded(stage, call, is_archive=bool(ARCHIVE.search(name)), url=name)
    if NOT_NATIVE.search(name) or _vendor(name) == "portable":
        return PORTABLE._replace(
            because="by its name it has no native code",
            origin=origin,
            confidence=Confidence.LIKELY,
            script=read_shebang(_first_line(name).encode()),
        )
    if PACKAGE.search(name):
        return UNKNOWN._replace(
            because="a distribution package that is not unpacked", origin=origin, arch=of_words(_last_part(name))
        )
    linkage, abi, because = _linkage(name)
    if linkage is Linkage.UNKNOWN and not PROGRAM.search(name):
        return UNKNOWN._replace(because="its name does not say what it is", origin=origin)
    kind = Kind.UNKNOWN if origin.is_archive else Kind.PROGRAM
    sure = Confidence.LIKELY if linkage is not Linkage.UNKNOWN else Confidence.POSSIBLE
    return Artifact(kind, linkage, abi, "", sure, because, (), origin, arch=architecture_in(name))


def unpacked(artifact: Artifact) -> Artifact:
    """What an archive of that nature holds."""
    is_archive = isinstance(artifact.origin, Downloaded) and artifact.origin.is_archive
    is_archive = is_archive or (artifact.made is not None and artifact.made.toolchain.packs_products)
    if not is_archive or artifact.kind is not Kind.UNKNOWN:
        return artifact
    is_named = artifact.linkage is not Linkage.UNKNOWN or artifact.arch is not None
    return artifact._replace(kind=Kind.PROGRAM) if is_named else artifact


def installer(url: str) -> Installer | None:
    """The installer script behind a URL."""
    name = url.lower()
    return next((row for row in facts()["installers"] if row["url"] in name), None)


def may_be_for_glibc(text: str) -> bool:
    """Whether a text, in lower case, may name a download, or an installer, whose vendor builds for glibc."""
    known = facts()
    installers = (row["url"] for row in known["installers"] if row["kind"] == "glibc")
    return any(part in text for part in (*known["glibc"], *installers))


def may_be_script(text: str) -> bool:
    """Whether a text, in lower case, may name a download that is a script of known first line."""
    return any(row["url"] in text for row in facts()["scripts"])


def _first_line(name: str) -> str:
    """The first line of a well-known script; empty for any other download."""
    return next((row["first_line"] for row in facts()["scripts"] if name.endswith(row["url"])), "")


def symbol_beyond_compat(url: str) -> str:
    """A symbol that the download asks for and that the imitations of glibc lack; empty where none is known."""
    return next((row["symbol"] for row in facts()["beyond_compat"] if row["url"] in url.lower()), "")


def _linkage(name: str) -> tuple[Linkage, Abi | None, str]:
    """Whether the name, or else what its vendor publishes, says what the file needs, and why."""
    vendor = _vendor(name)
    if _says_static(name):
        return Linkage.STATIC, None, "its name says static"
    if vendor == "glibc" and ALPINE.search(_last_part(name)):
        return Linkage.DYNAMIC, Abi(Libc.MUSL, None), "its vendor's build for musl"
    if MUSL.search(name):
        return Linkage.STATIC, None, "its name says musl, which such builds link statically"
    if vendor == "static":
        return Linkage.STATIC, None, "its vendor links statically"
    if GLIBC.search(name):
        return Linkage.DYNAMIC, Abi(Libc.GLIBC, None), "its name says linux-gnu"
    if vendor == "glibc" and _may_be_for_linux(name):
        return Linkage.DYNAMIC, Abi(Libc.GLIBC, None), "its vendor builds for glibc"
    return Linkage.UNKNOWN, None, "its name says the platform but not the libc"


def _vendor(name: str) -> str:
    """What the vendor publishes for Linux: ``static``, ``glibc`` or ``portable``; empty where it is not known.

    The last part of a URL that fits says it: one product of a vendor may differ from the others.
    """
    known = facts()
    kinds = (("static", known["static"]), ("glibc", known["glibc"]), ("portable", known["portable"]))
    fitting = [(name.rfind(part) + len(part), kind) for kind, parts in kinds for part in parts if part in name]
    return max(fitting)[1] if fitting else ""


def _last_part(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _says_static(name: str) -> bool:
    return bool(STATIC.search(_last_part(name)) or STATIC_BUILDS.search(name))


def _may_be_for_linux(name: str) -> bool:
    """Whether the name says Linux or a processor, or has no ending that says something else."""
    return "linux" in name or "x64" in name or "x86_64" in name or "." not in _last_part(name)


def architecture_in(name: str) -> str:
    """The architecture in the last part of a URL's name in lower case, else that of a directory.

    The name of an emulator, and of a compiler for another machine, says that other one: ``aarch64-linux-musl-cross``.
    """
    if "qemu" in name or CROSS_COMPILER.search(name):
        return UNKNOWN_ARCH
    if by_vendor := unnamed_architecture(name):
        return by_vendor
    last, *folders = reversed(name.split("/"))
    folder = next((part for part in folders if UNKNOWN_TEXT in part or PLATFORM.match(part)), UNKNOWN_TEXT)
    for part in (last, folder):
        if UNKNOWN_TEXT in part:
            return UNKNOWN_ARCH
        if found := of_words(part) or _of_width(part):
            return found
    return UNKNOWN_ARCH


def is_of_no_platform(name: str) -> bool:
    """Whether a URL's name, in lower case, is that of a text; installers in a script are for a platform, too."""
    return NOT_NATIVE.search(name) is not None and not name.endswith(".sh")


def unnamed_architecture(url: str) -> str:
    """The architecture of a download whose name says none, by its vendor's habit; empty where it is not known."""
    last = _last_part(url)
    names = (name for row in facts()["unnamed_amd64"] if row["url"] in url for name in row["names"].split())
    return "amd64" if of_words(last) is None and any(name_matches(last, name) for name in names) else ""


def may_name_architecture(text: str) -> bool:
    """Whether a text, in lower case, may have a download whose architecture no usual word of its name says."""
    return bool(WIDTH.search(text)) or any(row["url"] in text for row in facts()["unnamed_amd64"])


def _of_width(name: str) -> str | None:
    match = WIDTH.search(name)
    return OF_WIDTH[match[1]] if match else None


facts = FactFile[Facts](__file__, "downloads.json")
