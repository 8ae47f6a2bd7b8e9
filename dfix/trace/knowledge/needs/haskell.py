"""The libraries of a Haskell program: GMP for its integers; libnuma where GHC was built with it.

Source: GHC's user guide ("GHC Backends", "Runtime system options, --numa"); the official image installs libnuma-dev
for linking. ``data/haskell_bindings.json`` names packages that are bindings of a C library, by the
``extra-libraries`` and ``pkgconfig-depends`` of each.
"""

import re
from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.fact_file import FactFile
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge import language
from dfix.trace.knowledge.builder_libraries import can_link, linked_library
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

# An entry of a list of dependencies: ``- postgresql-simple >= 0.6`` (package.yaml), ``, postgresql-simple`` (Cabal).
ENTRY = pattern(
    r"(?:^[ \t]*(?:-|,|build-depends:)?[ \t]*|,[ \t]*)([A-Za-z][\w-]*)[ \t]*(?=[<>=^&|,\n]|$)", re.MULTILINE
)
EXTRA = pattern(r"^[ \t]*extra-libraries:[ \t]*([^\n]+)", re.MULTILINE)
# A part of a project that no program is made of.
TESTS = pattern(
    r"^(?:test-suite|benchmark)\b.*?(?=^\S|\Z)|^(?:tests|benchmarks):.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL
)


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """GMP, and perhaps libnuma."""
    yield Need("libgmp.so.10", Evidence.KNOWN_RUNTIME.sure, "GHC links GMP into programs for its integers")
    if builder is not None and builder.context and artifact.made is not None:
        yield from _by_project(artifact.made.call.cwd, builder)
    if builder is not None and can_link("numa", builder):
        yield Need("libnuma.so.1", Evidence.HEADERS.sure, "GHC's runtime may be built with libnuma")


def _by_project(home: str, builder: Root) -> Iterator[Need]:
    """What the project's dependencies are bindings of."""
    for name in builder.names(home):
        if name == "package.yaml" or name.endswith(".cabal"):
            text = TESTS.sub("", builder.read(join_path(home, name)) or "")
            named = dict.fromkeys(ENTRY.findall(text))
            links = [(link, package) for package in named for link in _bindings().get(package, "").split()]
            extra = " ".join(EXTRA.findall(text)).replace(",", " ").split()
            links += [(link, "the project") for link in extra]
            for link, who in links:
                library = linked_library(link, builder)
                if library is not None:
                    yield Need(library.soname, min(library.sure, Evidence.BUILD_FILE.sure), f"{who} links it")


_bindings = FactFile[dict[str, str]](language.__file__, "haskell_bindings.json")
