"""What libraries need that were copied by their names, one by one, beside the program that links them.

A library's package depends on those of the libraries that it links (Debian Policy, 8.6): ``libpcap.so.0.8`` of Debian
links libdbus. Who copies the one has to copy the others.
"""

from collections.abc import Iterable, Iterator

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.images.package_contents import libraries_by_dependency, package_with
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.root import Root

# What every root with a loader has.
LIBC = frozenset({"libc6", "musl", "libcrypt1", "libc-bin"})
MOST = 40


def of_copied(needs: Iterable[Need], root: Root, builder: Root | None) -> Iterator[Need]:
    """What the libraries need that the root holds as files only, and what those need in turn that it holds so, too."""
    if builder is None or builder.release is None:
        return
    waiting = [need.soname for need in needs if need.version is None and need.sure > Confidence.POSSIBLE]
    seen = set(waiting)
    while waiting and len(seen) < MOST:
        soname = waiting.pop()
        package = package_with(builder.release, soname) if root.files.holds(soname) else None
        for depends, linked in libraries_by_dependency(builder.release, package) if package else ():
            if linked not in seen and depends not in LIBC:
                seen.add(linked)
                waiting.append(linked)
                because = f"`{soname}`, which was copied alone, links it"
                yield Need(linked, Evidence.PACKAGE_OF_AN_IMAGE.sure, because, ready_made=True)
