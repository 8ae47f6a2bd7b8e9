"""The same package under the names of apt, apk and dnf, and which package brings a command.

The facts are in ``data/packages.json``. A row says what its packages have in common (``shared``: a
command, a header, a pkg-config module, a library), which is the evidence that they are the same;
``scripts/check_packages.py`` compares Debian's names with Debian's own index.
"""

import re
from collections.abc import Iterable
from functools import cache

from dfix.fact_file import FactFile
from dfix.images.image import Image
from dfix.images.package_contents import is_of_other_release, is_steady, kin, libraries_beside, package_with
from dfix.images.release import Release
from dfix.images.toolchains import ships_compiler
from dfix.text.pattern import pattern
from dfix.tristate import Tristate
from dfix.values import TypedDict

# Package managers by the names that they use: those that share an index share the names.
NAMES_OF = {
    "apt": "apt", "apt-get": "apt", "aptitude": "apt", "apk": "apk",
    "dnf": "dnf", "yum": "dnf", "microdnf": "dnf", "tdnf": "dnf",
}  # fmt: skip


class Row(TypedDict, total=False):
    """One package: its names by package manager, several where several are installed together.

    A name may depend on the release: then it is a mapping from codename to name. ``also`` are
    further names that mean the row. Empty: nothing needs to be installed there.
    """

    apt: str | dict[str, str]
    apk: str | dict[str, str]
    dnf: str | dict[str, str]
    also: dict[str, str]
    shared: str


class Facts(TypedDict):
    """The shape of the data file.

    ``commands``: a command → its package (apt's name) and which bases have it; ``libraries``: a
    development package → the package of the library itself, both under apt's names of Debian 12. ``different``:
    a package of Alpine's → why Debian has none that could stand for it.
    """

    packages: list[Row]
    different: dict[str, str]
    commands: dict[str, list[str]]
    libraries: dict[str, str]


facts = FactFile[Facts](__file__, "packages.json")


def translated(name: str, manager: str, release: Release) -> tuple[str, ...] | None:
    """The packages of ``release`` that ``name`` of ``manager`` is; None where that is not known."""
    row = _index(NAMES_OF.get(manager, manager)).get(name)
    names = _name_in(row, release) if row else None
    return None if names is None else tuple(names.split())


def why_untranslated(name: str, manager: str) -> str | None:
    """Why no package of another distribution can stand for this one; None where that is merely not known."""
    if NAMES_OF.get(manager) != "apk":
        return None
    if PHP.match(name):
        return "PHP's packages, programs and directories have other names on Debian"
    return facts()["different"].get(name)


def _name_in(row: Row, release: Release) -> str | None:
    """What a release calls a row's package: several words for several packages, empty where none is needed."""
    index = NAMES_OF.get(release.package_manager or "", "")
    names = {"apt": row.get("apt"), "apk": row.get("apk"), "dnf": row.get("dnf")}.get(index)
    return names.get(release.codename or release.version or "") if isinstance(names, dict) else names


def is_same_everywhere(name: str) -> bool:
    """Whether a package has the same name in the distribution's other releases.

    A library's package carries its soname's version (Debian Policy, 8.1), a language's its own.
    """
    return not re.match(r"lib.*\d(t64)?$|.*[a-z]-?\d+(\.\d+)+(-\w+)?$|openjdk-\d+-", name) or name in STEADY


# Names that end in a digit and yet are in all releases that matter.
STEADY = frozenset(
    "libc6 libgcc1 libpq5 libstdc++6 libsqlite3-0 libsqlite3 libxml2 libglib2.0-0 libx11-6 libxext6 libsm6 libxrender1 "
    "libusb-1.0-0 libsasl2-2 libsasl2 libgomp1 libatomic1 libnss3 libgtk-3-0 libgbm1 libpcre3 libbz2 zlib1g libaio1 "
    "libxcb1 libgl1 libglu1 libcap2 libpam0g libexpat1 libfontconfig1 libfreetype6 libcairo2 libasound2 "
    "libmagic1".split()
)


def libraries_of(names: Iterable[str], manager: str, release: Release) -> tuple[tuple[str, ...], bool]:
    """The packages of ``release`` with the libraries that programs need which were built with these packages.

    With whether the libraries of all development packages among them are known.
    """
    libraries: list[str] = []
    complete = True
    for name in sorted(names):
        if not DEVELOPMENT.search(name) or name in NEUTRAL:
            continue
        row = _index(NAMES_OF.get(manager, manager)).get(name)
        apt = row.get("apt") if row else None
        library = facts()["libraries"].get(apt) if isinstance(apt, str) else None
        translation = translated(library, "apt", release) if library else None
        libraries += translation or ()
        complete = complete and translation is not None
    return tuple(dict.fromkeys(libraries)), complete


def development_libraries(package: str, release: Release) -> frozenset[str]:
    """The sonames of the libraries that a development package is for; none where that is not recorded."""
    if not DEVELOPMENT.search(package) or package in NEUTRAL:
        return frozenset()
    # What ends in ``.so`` is a link for the linker; no program asks for it.
    found = frozenset(soname for soname in libraries_beside(release, package) if ".so." in soname)
    return found if kin(release) is None else frozenset(soname for soname in found if is_steady(soname, release))


def main_libraries(package: str, release: Release) -> frozenset[str]:
    """Of a development package's libraries the one that is named like it, if there is one: libpcre of libpcre3-dev."""
    found = development_libraries(package, release)
    stem = DEVELOPMENT.sub("", package).lower().removeprefix("lib")
    stems = {stem, stem.rstrip("0123456789.").rstrip("-")}
    named = frozenset(soname for soname in found if _link_name(soname) in stems) or found
    # A file that carries the whole version lies beside some sonames: libglog.so.0.6.0 beside libglog.so.1.
    fewest = {_link_name(soname): soname for soname in sorted(named, key=lambda soname: -soname.count("."))}
    return frozenset(fewest.values())


def _link_name(soname: str) -> str:
    """The name by which a library is linked, without a version; PCRE2's for 8 bits stands for its others."""
    name = soname.partition(".so.")[0].lower().removeprefix("lib").replace("_", "-")
    return "pcre2" if name == "pcre2-8" else name if name.startswith("pcre2") else re.sub(r"-\d[\d.]*$", "", name)


# Alpine's packages of PHP: the program is php83, its configuration is in /etc/php83.
PHP = pattern(r"^php\d*(-|$)")
DEVELOPMENT = pattern(r"-dev(el)?$")
# Development packages of libc and the kernel, which every system has the libraries of.
NEUTRAL = frozenset("libc6-dev libc-dev musl-dev linux-headers linux-libc-dev glibc-devel kernel-headers".split())


def brings(image: Image | None, command: str) -> bool | None:
    """Whether a base image has a command before anything is installed; None when that is not known."""
    row = facts()["commands"].get(command)
    if row is None or image is None:
        return None
    return base_kind(image) in row[1].split()


def package_of_command(command: str) -> str | None:
    """Apt's name of the package that brings a command; None when it is not listed."""
    row = facts()["commands"].get(command)
    return row[0] if row else None


def package_of_library(soname: str, release: Release) -> str | None:
    """The package of a release that brings a shared library; None when it is not listed, or is another version's."""
    # OpenSSL's two libraries come together.
    library = soname.replace("libcrypto.so.", "libssl.so.")
    row = _by_shared().get(f"lib:{library}")
    return (_name_in(row, release) or None) if row else None


def packages_of_libraries(sonames: Iterable[str], release: Release) -> tuple[str, ...]:
    """The packages of a release that bring these libraries; none where one of them is not known."""
    found = [_installable(soname, release) for soname in sonames]
    names = tuple(dict.fromkeys(name for name in found if name))
    if len(names) < len(set(found)):
        return ()
    # libstdc++'s package depends on libgcc's.
    return tuple(name for name in names if name != "libgcc" or "libstdc++" not in names)


def _installable(soname: str, release: Release) -> str | None:
    """The package that brings a library, where the release has it: Alpine 3.14 has no ``libssl3``."""
    name = package_of_library(soname, release)
    if name and not is_of_other_release(release, name):
        return name
    return package_with(release, soname)


def soname_of_flag(flag: str) -> str | None:
    """The soname that ``-lpq`` links to, where a library of that name has one only; None where it is not listed."""
    return _sonames().get(flag)


@cache
def _by_shared() -> dict[str, Row]:
    """The first row of each library."""
    return {row["shared"]: row for row in reversed(facts()["packages"]) if "shared" in row}


@cache
def _sonames() -> dict[str, str]:
    shared = [row["shared"][4:] for row in facts()["packages"] if row.get("shared", "").startswith("lib:")]
    versioned = [soname for soname in shared if re.search(r"\.so\.\d", soname)]
    flags = [f"-l{soname.removeprefix('lib').partition('.so.')[0]}" for soname in versioned]
    return {flag: soname for flag, soname in zip(flags, versioned, strict=True) if flags.count(flag) == 1}


def base_kind(image: Image) -> str:
    """``full`` (on buildpack-deps), ``slim``, ``alpine`` or ``dnf``: what commands a base brings."""
    if image.release.package_manager == "apk":
        return "alpine"
    if image.release.package_manager != "apt":
        return "dnf"
    return "full" if ships_compiler(image) is Tristate.YES and "slim" not in (image.reference.tag or "") else "slim"


@cache
def _index(manager: str) -> dict[str, Row]:
    """A package manager's rows by name; the first row that has the name alone is its own."""
    index: dict[str, Row] = {}
    for row in facts()["packages"]:
        for name in _names_in(row, manager):
            index.setdefault(name, row)
    return index


def _names_in(row: Row, manager: str) -> list[str]:
    """The names of one package each that mean a row."""
    names = {"apt": row.get("apt"), "apk": row.get("apk"), "dnf": row.get("dnf")}.get(manager)
    written = list(names.values()) if isinstance(names, dict) else [names or ""]
    also = row.get("also", {}).get(manager, "") if "also" in row else ""
    return [name for name in written if name and " " not in name] + also.split()
