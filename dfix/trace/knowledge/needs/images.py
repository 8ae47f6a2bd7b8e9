"""The libraries that a program of a distribution's package needs, by the package's own dependencies.

A package depends on those of the libraries that its programs link (Debian Policy, 8.6). Which of them a program links
when the package has several programs is not recorded, so none of it is certain.
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.images.package_contents import libraries_by_dependency, package_with_program
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.origin import FromImage
from dfix.trace.state.root import Root


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """One library of each package on which the program's package depends; nothing where its libraries are recorded."""
    release, origin = artifact.abi.release if artifact.abi else None, artifact.origin
    if artifact.needs or release is None or not isinstance(origin, FromImage) or not origin.program:
        return
    package = package_with_program(release, origin.program)
    for depends, soname in libraries_by_dependency(release, package) if package else ():
        yield Need(
            soname, Evidence.PACKAGE_OF_AN_IMAGE.sure, f"the package {package} depends on {depends}", ready_made=True
        )
