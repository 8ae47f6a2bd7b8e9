"""The libraries of an OCaml program: those that the packages are bindings of which it links.

``data/opam_bindings.json``: ``links`` are packages, or libraries of theirs, with the link names of what they are
bindings of, after the packages' own build files; ``carriers`` are packages that link such a one where it is installed
(Dune's ``select``, or their own dependencies in the versions that a lock has): ``conduit-lwt-unix`` takes ``lwt_ssl``,
and depends on Zarith through ``ca-certs``.
"""

from collections.abc import Iterator, Mapping

from dfix.evidence import Evidence
from dfix.fact_file import FactFile
from dfix.trace.knowledge import language
from dfix.trace.knowledge.builder_libraries import linked_library
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.ocaml_project import OcamlProject, ocaml_project
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

# Releases of Alpine whose own programs use LibreSSL, and the OpenSSL that opam installs there for ``conf-libssl``.
WITH_LIBRESSL, BESIDE_LIBRESSL = frozenset({"3.5", "3.6", "3.7", "3.8"}), "1.0.0"
OF_TLS = frozenset({"ssl", "crypto"})


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What the project's programs link, by its own files."""
    made = artifact.made
    if made is None or made.project is None or builder is None or builder.context is None or not artifact.is_dynamic:
        return
    project = ocaml_project(made.call, builder)
    if project is None or project.links_static:
        return
    named = frozenset().union(project.declared, *project.programs)
    for package, is_of_all in _packages(project).items():
        for link in _facts()["links"].get(package, "").split():
            need = _need(link, package, builder)
            if need is not None and package not in named:
                need = need._replace(sure=min(need.sure, Evidence.PACKAGE_CARRIED.sure))
            if need is not None:
                yield need if is_of_all else need._replace(of_the_build=True)


def _packages(project: OcamlProject) -> Mapping[str, bool]:
    """The bindings that the project's programs link, and whether all of them do."""
    bindings, carriers = _facts()["links"], _facts()["carriers"]
    found: dict[str, bool] = {}
    programs = project.programs or (project.declared,)
    for package, links in bindings.items():
        is_there = package in project.declared or package in project.locked
        carried = frozenset((package, *carriers.get(package, "").split())) if is_there else frozenset((package,))
        linking = [not carried.isdisjoint(program) for program in programs] if links else []
        if any(linking):
            found[package] = all(linking)
    return found


def _need(link: str, package: str, builder: Root) -> Need | None:
    because, release = f"the package `{package}` links it", builder.release
    if link in OF_TLS and release is not None and release.distro == "alpine" and release.version in WITH_LIBRESSL:
        soname = f"lib{link}.so.{BESIDE_LIBRESSL}"
        return None if "libressl-dev" in builder.packages else Need(soname, Evidence.BUILD_FILE.sure, because)
    library = linked_library(link, builder)
    return Need(library.soname, min(library.sure, Evidence.BUILD_FILE.sure), because) if library else None


_facts = FactFile[Mapping[str, Mapping[str, str]]](language.__file__, "opam_bindings.json")
