"""The libraries that a Rust program needs: its unwinder's, and what its crates link of the system.

Measured with rustc 1.63 and 1.95 (see the page of DF105).
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.images import Libc
from dfix.trace.knowledge.builder_libraries import (
    all_development_sonames,
    can_link,
    lacks_headers,
    linked_library,
    needs_by_packages,
)
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.needs.openssl import openssl_of
from dfix.trace.knowledge.rust_crates import System, declared_libraries, has_manifest, may_link, system_libraries
from dfix.trace.knowledge.rust_links import links_of_project
from dfix.trace.state.artifact import Artifact, Kind
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

# Packages by which a Rust program links the system's OpenSSL (the crate openssl-sys).
OPENSSL_PACKAGES = frozenset({"libssl-dev", "openssl-dev", "openssl-devel"})
# Packages that nobody installs for a build of Rust but to link a database's client library.
DATABASES = frozenset(
    "libpq-dev postgresql-dev libpq-devel postgresql-devel libsqlite3-dev sqlite-dev sqlite-devel libmariadb-dev "
    "mariadb-connector-c-dev".split()
)


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What a dynamic program needs: libgcc's unwinder, and the libraries of its crates."""
    if artifact.abi and artifact.abi.libc in (Libc.GLIBC, Libc.MUSL):
        because = f"a Rust program that is linked with {artifact.abi.libc.value} dynamically unwinds its stack with it"
        yield Need("libgcc_s.so.1", Evidence.MEASURED_RUNTIME.sure, because)
    if artifact.made is not None and builder is not None:
        yield from _by_crates(artifact, artifact.made.call, builder)
        yield from _by_project(artifact.made.call, builder)


def _by_project(call: Call, builder: Root) -> Iterator[Need]:
    """What the project's own build script or sources link."""
    for link in links_of_project(call, builder):
        linked = linked_library(link, builder)
        if linked is not None:
            yield Need(linked.soname, min(linked.sure, Evidence.SOURCE.sure), f"the project links `{link}`")


def _by_crates(artifact: Artifact, call: Call, builder: Root) -> Iterator[Need]:
    """What the project's crates link; where they are not known, OpenSSL if its headers were installed for them."""
    libraries = system_libraries(call, builder)
    if libraries is not None:
        # Cargo.lock lists crates of features that are off: were all of them built, the build would fail.
        lists_more = any(_cannot_be_built(artifact, library, builder) for library in libraries)
        asked_for = {soname for _, soname in all_development_sonames(builder)} if lists_more else set()
        for need in (need for library in libraries for need in _of_crate(artifact, library, builder)):
            is_doubtful = lists_more and need.soname not in asked_for
            yield need._replace(sure=Evidence.LOCKED_CRATE_BESIDE.sure) if is_doubtful else need
        return
    for library in declared_libraries(call, builder):
        yield from _of_crate(artifact, library, builder)
    is_read = has_manifest(call, builder)
    is_alone = not is_read and not _builds_another(artifact, builder)
    evidence = Evidence.HEADERS_OF_AN_UNSEEN_PROJECT if is_alone else Evidence.HEADERS_OF_A_CRATE
    is_vendored = "vendored" in " ".join(call.texts) or "OPENSSL_STATIC" in call.env
    openssl, headers = openssl_of(artifact), min(builder.packages & OPENSSL_PACKAGES, default="")
    if openssl and headers and not is_vendored:
        yield Need(openssl, evidence.sure, f"`{headers}` is installed for the build")
    yield from _by_packages(builder, evidence)


def _builds_another(artifact: Artifact, builder: Root) -> bool:
    """Whether the stage builds another program, too, for which the headers may be."""
    made = (node.artifact.made for node in builder.nodes.values() if node.artifact.kind is Kind.PROGRAM)
    mine = artifact.made.call if artifact.made else None
    return any(one is not None and mine is not None and one.call.cwd != mine.cwd for one in made)


def _by_packages(builder: Root, evidence: Evidence) -> Iterator[Need]:
    """The libraries of the development packages that were installed for the build."""
    for need in needs_by_packages(builder, only_sign=True):
        said = need.because.split("`")
        if not OPENSSL_PACKAGES.isdisjoint(said):
            continue
        is_database = not DATABASES.isdisjoint(said)
        if is_database:
            yield need._replace(sure=evidence.sure, at_least_one=False, of_the_build=True)
        else:
            # Other crates bring the library's source along (librocksdb-sys with snappy, zstd-sys, libgit2-sys).
            yield need._replace(at_least_one=need.at_least_one and may_link(need.soname))


def _cannot_be_built(artifact: Artifact, library: System, builder: Root) -> bool:
    """Whether the builder has nothing to link a crate's library with."""
    soname = _soname(artifact, library)
    if soname:
        return lacks_headers(soname, builder)
    return not library.has_own and any(not can_link(link, builder) for link in library.links)


def _soname(artifact: Artifact, library: System) -> str | None:
    """The soname of a crate's library, where the crate alone, or OpenSSL's release, decides it."""
    return openssl_of(artifact) if library.soname == "libssl" else library.soname or None


def _of_crate(artifact: Artifact, library: System, builder: Root) -> Iterator[Need]:
    """What one crate links; nothing where it builds its own copy, or where the library's soname is not known."""
    if not library.is_found_on(builder.release):
        return
    because = f"the crate {library.crate} links it"
    soname = _soname(artifact, library)
    if soname:
        if not lacks_headers(soname, builder):
            yield Need(soname, library.sure, because)
        return
    for link in library.links:
        linked = linked_library(link, builder) if can_link(link, builder) or not library.has_own else None
        if linked is not None:
            yield Need(linked.soname, min(linked.sure, library.sure, Evidence.LOCKED_CRATE.sure), because)
