"""The libraries of the system that a product links by what its command took in.

These are Go's modules, PHP's extensions, and a project's own parts of C in Python's packages.
What a module brings along is linked statically, and is not among the links.
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The libraries that its links mean in the builder."""
    made = artifact.made
    if made is None or builder is None:
        return
    if made.toolchain.name == "go" and not made.imports_known and not made.links:
        from dfix.trace.knowledge.builder_libraries import needs_by_packages

        # Where the project is there, what it links shows in its modules: packages are copied from file to file.
        is_seen = builder.read(f"{made.call.cwd.rstrip('/')}/go.mod") is not None
        yield from needs_by_packages(builder, only_sign=not is_seen)
    if not made.links:
        return
    from dfix.images.link_names import links_of_module
    from dfix.trace.knowledge.builder_libraries import linked_library

    for name, who in made.links:
        if name == "stdc++":
            for soname in ("libstdc++.so.6", "libgcc_s.so.1"):
                yield Need(soname, Evidence.SOURCE.sure, f"{who} links the C++ runtime")
        for link in links_of_module(name):
            library = linked_library(link, builder)
            if library is not None:
                yield Need(library.soname, min(library.sure, Evidence.SOURCE.sure), f"{who} links it")
