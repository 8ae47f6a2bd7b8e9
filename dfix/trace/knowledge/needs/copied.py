"""What libraries need that were copied by their names, one by one, beside the program that links them.

A library's package depends on those of the libraries that it links (Debian Policy, 8.6): ``libpcap.so.0.8`` of Debian
links libdbus. Who copies the one has to copy the others.
"""

from collections.abc import Iterable, Iterator

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.images.libraries import linked_in_base
from dfix.images.package_contents import libraries_by_dependency, package_with
from dfix.images.release import Release
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Kind
from dfix.trace.state.root import Root

# What every root with a loader has.
LIBC = frozenset({"libc6", "musl", "libcrypt1", "libc-bin"})
MOST = 40


def of_copied(needs: Iterable[Need], root: Root, builder: Root | None) -> Iterator[Need]:
    """What the libraries need that the root holds as files only, and what those need in turn that it holds so, too.

    Whoever copies libraries by their names into an empty image means them for its program.
    """
    release = builder.release if builder is not None else None
    if release is None:
        return
    waiting = [need.soname for need in needs if need.version is None and need.sure > Confidence.POSSIBLE]
    waiting += _picked(root) if root.is_empty else ()
    seen = set(waiting)
    while waiting and len(seen) < MOST:
        soname = waiting.pop()
        for linked in _linked(soname, release) if root.files.holds(soname) else ():
            if linked not in seen:
                seen.add(linked)
                waiting.append(linked)
                because = f"`{soname}`, which was copied alone, links it"
                yield Need(linked, Evidence.PACKAGE_OF_AN_IMAGE.sure, because, ready_made=True)


def _picked(root: Root) -> Iterator[str]:
    """The libraries that were copied out of an image by their own names."""
    for landed in root.files.landed:
        name = landed.path.rpartition("/")[2]
        if landed.artifact.kind is Kind.LIBRARY and landed.artifact.is_from_image and ".so" in name:
            yield name


def _linked(soname: str, release: Release) -> Iterator[str]:
    """The libraries beside libc's own that a library of a release links."""
    package = package_with(release, soname)
    for depends, linked in libraries_by_dependency(release, package) if package else ():
        if depends not in LIBC:
            yield linked
    yield from linked_in_base(soname, release)
