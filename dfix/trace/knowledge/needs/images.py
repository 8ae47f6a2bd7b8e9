"""The libraries that a program of a distribution's package needs, by the package's own dependencies.

A package depends on those of the libraries that its programs link (Debian Policy, 8.6). Which of them a program links
when the package has several programs is mostly not recorded, so none of it is certain. ``data/program_libraries.json``
has those of a program whose package brings others (``git`` and ``git-remote-http``), measured on Debian 12.
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.fact_file import FactFile
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
    for soname in own_libraries().get(origin.program, "").split():
        yield Need(soname, Evidence.PACKAGE_OF_AN_IMAGE.sure, f"{origin.program} links it", ready_made=True)
    if package is None or origin.program in own_libraries():
        return
    for depends, soname in libraries_by_dependency(release, package):
        yield Need(
            soname, Evidence.PACKAGE_OF_AN_IMAGE.sure, f"the package {package} depends on {depends}", ready_made=True
        )


own_libraries = FactFile[dict[str, str]](__file__, "program_libraries.json")
