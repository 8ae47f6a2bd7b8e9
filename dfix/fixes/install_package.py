"""Install the package that brings a missing library or program."""

from collections.abc import Iterator

from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Fix, Growth, Repair
from dfix.images.packages import NAMES_OF
from dfix.text import Edit
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Call

INSTALL = Repair(
    "install-package",
    "installs the package that holds the missing library or program",
    "some more files in the image",
    Applicability.SAFE,
    Change.INSTRUCTION,
    Growth.SMALL,
)

# A title names at most so many packages; the edits show all.
MOST_NAMES = 8


def install_package(trace: Trace, stage: StageTrace, names: tuple[str, ...], cost: str = "") -> Iterator[Fix]:
    """The packages installed in a stage, where its package manager is known."""
    release = stage.root.release
    if release is not None and release.package_manager in NAMES_OF:
        shown = " ".join(names) if len(names) <= MOST_NAMES else f"{' '.join(names[: MOST_NAMES - 1])} and more"
        yield INSTALL.fix(f"install {shown}", installation(trace, stage, names), cost=cost)


def obstacle_to(stage: StageTrace, names: tuple[str, ...]) -> str:
    """Why packages cannot be installed in a stage; empty where they can, or where there are none.

    A distribution's image may come without its package manager, as a hardened one does.
    """
    release = stage.root.release
    if not names or release is None or release.package_manager in NAMES_OF:
        return ""
    return f"nothing in {stage.stage.title} installs {' '.join(names)}"


def installation(trace: Trace, stage: StageTrace, names: tuple[str, ...]) -> tuple[Edit, ...]:
    """The edits that install packages in a stage, in its last plain installation or in a RUN below its FROM.

    There is no ``obstacle_to`` it.
    """
    release, bottom = stage.root.release, trace.bottom(stage.stage.number)
    if release is None or not names:
        return ()
    from dfix.fixes.translate import packages

    manager = NAMES_OF[release.package_manager or ""]
    call = _last_installation(trace, stage, manager) or _last_installation(trace, bottom, manager)
    if call:
        return (insert.like_args(trace.source, call, packages.read(call).packages, names),)
    run = packages.installation(release, names)
    return (insert.root_run_after(trace.source, bottom.stage.start, run, bottom.image.user if bottom.image else ""),)


def _last_installation(trace: Trace, stage: StageTrace, manager: str) -> Call | None:
    """The last plain installation of the stage's own: no virtual package, not in exec form."""
    key = ("last_installation", stage.stage.number, manager)
    return trace.once(key, lambda: _find_installation(stage, manager))


def _find_installation(stage: StageTrace, manager: str) -> Call | None:
    own = (call for call in reversed(stage.calls) if call.stage == stage.stage.number)
    return next((call for call in own if NAMES_OF.get(call.name) == manager and _is_plain(call)), None)


def _is_plain(call: Call) -> bool:
    if not can_edit(call) or call.instruction.json is not None or call.option("--virtual", "-t"):
        return False
    from dfix.fixes.translate import packages
    from dfix.fixes.translate.move import Untranslatable

    try:
        order = packages.read(call)
    except Untranslatable:
        return False
    return order.verb is packages.Verb.INSTALL and bool(order.packages)
