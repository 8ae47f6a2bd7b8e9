"""Which library a name by which a build links one means in its builder."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.images.contents import contents_of
from dfix.images.link_names import Library, library_of
from dfix.images.package_contents import (
    base_packages,
    installed,
    is_recorded,
    libraries_beside,
    libraries_by_dependency,
    package_with,
)
from dfix.images.packages import DEVELOPMENT, main_libraries, package_of_library
from dfix.images.provides import Packages, holdings_of
from dfix.images.release import Release
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Kind
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

# The version of a library's binary interface behind the name of its package: libbz2-1.0, libpq5.
VERSION = pattern(r"-?[\d.]+$")
# Development packages that compilers and generators of code use, or whose libraries are mostly headers.
NOT_FOR_LINKING = pattern(
    r"(lib)?(python|ruby|perl|lua|llvm|clang|protobuf|protoc|gtest|gmock|googletest|benchmark|boost|fl-|flex|ltdl|"
    r"binutils|gettext|guile|tcl|tk|php|erlang|ghc|ocaml|qt|eigen|gcc|g\+\+|stdc\+\+|musl|libc)"
)
# Where linkers look by themselves.
LINKER_DIRECTORIES = ("/usr/local/lib", "/usr/lib", "/lib", "/usr/local/lib64", "/usr/lib64")
# A project's name before that of one of its libraries: ``tss2-esys``; and a project whose package is headers alone.
SEVERAL, NOT_OF_A_FAMILY = pattern(r"([a-z][a-z\d]{3,})[-_][a-z]"), frozenset({"boost"})
OPENSSL = {"ssl": "libssl.so.", "crypto": "libcrypto.so."}


def linked_library(link: str, builder: Root) -> Library | None:
    """The library that ``-lLINK`` links in a builder; None where it has none of that name, or none is known."""
    release = builder.release
    if release is None:
        return None
    if link in OPENSSL and release.libssl:
        return Library(release.libssl.replace("libssl.so.", OPENSSL[link]), Confidence.CERTAIN)
    return library_of(link, release, _sonames(builder), builder.packages)


def development_sonames(builder: Root) -> Iterator[tuple[str, str]]:
    """The development packages that were installed in a builder, each with the library that it is named after."""
    release = builder.release
    if release is None:
        return
    for package in sorted(builder.packages):
        sonames = main_libraries(package, release)
        if not sonames and DEVELOPMENT.search(package):
            link = "ssl" if package == "openssl-dev" else DEVELOPMENT.sub("", package).removeprefix("lib")
            library = linked_library(link, builder)
            sonames = frozenset({library.soname} if library else ())
        yield from ((package, soname) for soname in sorted(sonames))


def needs_by_packages(builder: Root, *, only_sign: bool) -> Iterator[Need]:
    """The libraries of the development packages that were installed for a build.

    Each of them is possible. ``only_sign``: nothing else tells what the program links, so that it is likely to need at
    least one of them.
    """
    for package, soname in development_sonames(builder):
        shows = only_sign and not NOT_FOR_LINKING.match(package)
        yield Need(soname, Evidence.HEADERS.sure, f"`{package}` is installed for the build", at_least_one=shows)


def has_own_libraries(builder: Root) -> bool:
    """Whether the builder has built and installed libraries itself, of which one may be what a name means."""
    return any(
        node.artifact.kind is Kind.LIBRARY and node.artifact.made is not None and node.artifact.made.project is not None
        for _, node in builder.nodes.items()
    )


def is_installed_here(link: str, builder: Root) -> bool:
    """Whether the builder made a shared library where the linker looks, or installed a project of its name."""
    if any(f"{directory}/lib{link}.so" in builder.nodes for directory in LINKER_DIRECTORIES):
        return True
    own = builder.facts.own_libraries
    return any(own.get(name) is Tristate.YES for name in (link.lower(), f"lib{link.lower()}"))


def can_link(link: str, builder: Root) -> bool:
    """Whether the builder is known to have a library to link with: itself, or a development package by its name."""
    library = linked_library(link, builder)
    if library is not None and _has_headers(library.soname, builder):
        return True
    if any(_is_named(link, soname) for _, soname in all_development_sonames(builder)) or _has_family(link, builder):
        return True
    if _sonames(builder) is not None:
        return False
    stem = link.partition("_")[0].lower().rstrip("0123456789.-")
    return any(stem in package.lower() for package in builder.packages if DEVELOPMENT.search(package))


def _has_family(link: str, builder: Root) -> bool:
    """Whether a development package of which nothing is recorded has the name of a library's project.

    ``libtss2-dev`` is for ``tss2-esys``.
    """
    release, family = builder.release, SEVERAL.match(link)
    if release is None or family is None or family[1] in NOT_OF_A_FAMILY:
        return False
    names = (f"lib{family[1]}-dev", f"{family[1]}-dev", f"lib{family[1]}-devel", f"{family[1]}-devel")
    return any(name in builder.packages and not is_recorded(release, name) for name in names)


def lacks_headers(soname: str, builder: Root) -> bool:
    """Whether the builder is known to have no development package of a library, nor a library of its own making."""
    contents = contents_of(builder.image) if builder.image else None
    if builder.release is None or contents is None or contents.is_open or contents.open_libraries:
        return False
    doubts = (Happening.UNREAD_INSTALLATION, Happening.UNREAD_COMMAND, Happening.FOREIGN_REPOSITORY)
    if builder.installed.is_open is not Tristate.NO or any(map(builder.facts.may_have, doubts)):
        return False
    names = {name for name in builder.packages | contents.packages | contents.possible if DEVELOPMENT.search(name)}
    added = installed(builder.release, names, recommends=False)
    owners = {package_of_library(soname, builder.release), package_with(builder.release, soname)} - {None}
    if not owners or added.unknown or has_own_libraries(builder):
        return False
    development = names | {name for name in added.packages if DEVELOPMENT.search(name)}
    return not any(owner is None or _may_be_for(owner, development, builder.release) for owner in owners)


def _may_be_for(owner: str, development: set[str], release: Release) -> bool:
    """Whether one of the development packages is, or may be, for the library of a package."""
    usual = f"{VERSION.sub('', owner.removesuffix('t64'))}-dev"
    if not development.isdisjoint((usual, f"{owner}-dev")):
        return True
    if owner in (base_packages(release) or ()):
        # What the bare image holds is not among what its development package brings: its name alone can tell.
        return bool(installed(release, [usual], recommends=False).unknown)
    return any(owner == depends for name in development for depends, _ in libraries_by_dependency(release, name))


def all_development_sonames(builder: Root) -> Iterator[tuple[str, str]]:
    """All libraries of the development packages that were installed."""
    release = builder.release
    for package in filter(DEVELOPMENT.search, builder.packages) if release else ():
        yield from ((package, soname) for soname in (libraries_beside(release, package) if release else ()))


def _is_named(link: str, soname: str) -> bool:
    return re.match(rf"lib{re.escape(link)}(-[\d.]+)?\.so\.", soname) is not None


def _has_headers(soname: str, builder: Root) -> bool:
    """Whether a development package of the library is there: what only the builder's programs use cannot be linked."""
    contents = contents_of(builder.image) if builder.image else None
    if builder.release is None or contents is None:
        return False
    names = [name for name in builder.packages | contents.packages if DEVELOPMENT.search(name)]
    # What a bare image holds is not among what its development package brings.
    owner = package_of_library(soname, builder.release) or ""
    if not {f"{owner}-dev", f"{VERSION.sub('', owner)}-dev"}.isdisjoint(names):
        return True
    return soname in installed(builder.release, names, recommends=False).sonames


def _sonames(builder: Root) -> frozenset[str] | None:
    """The libraries that the builder ever had; None where not all are known."""
    packages = Packages(builder.packages, builder.installed.with_recommends())
    holdings = holdings_of(builder.image, packages) if builder.image else None
    if holdings is None or holdings.is_guess or holdings.is_open or holdings.open_libraries:
        return None
    if holdings.is_partly_recorded or holdings.unrecorded:
        return None
    return holdings.sonames
