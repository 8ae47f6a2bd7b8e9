"""Link Swift's own libraries into the program."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Fix, Growth, Repair
from dfix.trace.landing import Landing

LINK_SWIFT_RUNTIME = Repair(
    "link-swift-runtime",
    "`swift build --static-swift-stdlib`: the program has Swift's own libraries in itself",
    "the program grows, and what Foundation uses of the system (libxml2, libcurl) must still be there",
    Applicability.UNSAFE,
    Change.WORDS,
    Growth.SMALL,
    Confidence.LIKELY,
)


def link_swift_runtime(landing: Landing) -> Iterator[Fix]:
    """The switch, after ``swift build`` (swift.org, "Packaging")."""
    made = landing.artifact.made
    call = made.call if made and made.toolchain.name == "swift" else None
    if call is None or call.name != "swift" or call.has("--static-swift-stdlib") or not can_edit(call):
        return
    edit = insert.after_arg(call, call.args[0], " --static-swift-stdlib")
    yield LINK_SWIFT_RUNTIME.fix("link Swift's libraries in", (edit,))
