"""Copy the shared libraries that the build itself makes along with the program that needs them."""

from collections.abc import Iterator, Sequence

from dfix.edit import insert
from dfix.findings import Applicability, Change, Confidence, Fix, Growth, Repair
from dfix.images.release import Release
from dfix.text.wording import listed
from dfix.trace.knowledge.builder_libraries import LINKER_DIRECTORIES
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Kind
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

COPY_OWN_LIBRARIES = Repair(
    "copy-own-libraries",
    "`COPY --from` of the libraries that the build makes, and `ldconfig` where glibc's loader needs its cache",
    "what these libraries need in turn must be there too; their directory is where the installation usually puts them",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
    Growth.SMALL,
    Confidence.LIKELY,
)
# Both loaders look there: glibc's by its cache (ld.so.conf of all distributions but Alpine's), musl's by itself.
SEARCHED = "/usr/local/lib"


def copy_own_libraries(trace: Trace, landing: Landing, names: Sequence[str]) -> Iterator[Fix]:
    """The lines after the COPY that brought the program; only where one directory of the builder has the libraries."""
    copy, builder = landing.copy, trace.builder(landing.artifact)
    flag, stage = copy.flag("from") if copy else None, landing.stage
    directory = _directory(builder.root, names) if builder else None
    if copy is None or flag is None or builder is None or directory is None:
        return
    title = f"copy {listed([f'`{name}`' for name in names], 3)} along"
    needs_cache = stage.root.has_real_glibc is not Tristate.NO
    if needs_cache and not _can_refresh(stage.root.release):
        yield COPY_OWN_LIBRARIES.blocked(title, "`ldconfig` must refresh the cache, and the stage cannot run it")
        return
    if needs_cache and not trace.runs_as_root(stage, copy):
        yield COPY_OWN_LIBRARIES.blocked(title, "`ldconfig` must refresh the cache, and the stage runs as another USER")
        return
    lines = [f"--from={flag.value} {directory}/{name}* {SEARCHED}/" for name in names]
    words = f"{trace.source.newline}COPY ".join(lines) + (f"{trace.source.newline}RUN ldconfig" if needs_cache else "")
    yield COPY_OWN_LIBRARIES.fix(title, (insert.instruction_after(trace.source, copy, "COPY", words),))


def _can_refresh(release: Release | None) -> bool:
    """Whether the stage has a real ldconfig, and a shell: an image without a package manager has neither."""
    return release is not None and release.ldconfig == "real" and release.package_manager is not None


def _directory(root: Root, names: Sequence[str]) -> str | None:
    """The only directory that has them, or into which builds installed their libraries; None where it is not known."""
    for directory in LINKER_DIRECTORIES:
        if all(f"{directory}/{name}" in root.nodes for name in names):
            return directory
    found = [
        path
        for path, node in root.nodes.items()
        if path.endswith("/lib") and node.tree and node.artifact.made and node.artifact.kind is not Kind.PORTABLE
    ]
    return found[0] if len(found) == 1 else None
