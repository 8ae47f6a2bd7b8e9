"""Add packages to a stage: a compatibility package for glibc programs on Alpine, a missing library or program."""

from collections.abc import Iterable, Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Family, Fix, Growth, Repair
from dfix.images import Libc, Release, version_key
from dfix.images.packages import NAMES_OF, package_of_library
from dfix.text import Edit
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Call

COMPAT = Repair(
    "install-compat",
    "`apk add gcompat`, with the C++ and Rust libraries where they are needed",
    "imitates glibc: simple programs run, others miss symbols; it only probably cures",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
    Growth.SMALL,
    Confidence.POSSIBLE,
    Family.COMPAT,
)
INSTALL = Repair(
    "install-package",
    "installs the package that holds the missing library or program",
    "some more files in the image",
    Applicability.SAFE,
    Change.INSTRUCTION,
    Growth.SMALL,
)
# gcompat came with Alpine 3.11; older releases have libc6-compat (aports history).
FIRST_GCOMPAT = (3, 11)
RUNTIME_LIBRARIES = {"c++": ("libstdc++", "libgcc"), "rust": ("libgcc",)}


def add_compat(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """``apk add gcompat``, with what C++ and Rust programs need besides, in the landing stage."""
    abi, known = landing.artifact.abi, landing.stage.root.release
    if abi is None or abi.libc is not Libc.GLIBC or known is None or known.distro != "alpine":
        return
    old = known.version is not None and known.version[0].isdigit() and version_key(known.version) < FIRST_GCOMPAT
    wanted = ("libc6-compat" if old else "gcompat", *RUNTIME_LIBRARIES.get(landing.artifact.language, ()))
    missing = tuple(name for name in wanted if name not in landing.stage.root.packages)
    if missing:
        yield COMPAT.fix(f"install {' '.join(missing)}", _edits(trace, landing.stage, missing))


def install(trace: Trace, stage: StageTrace, names: tuple[str, ...], cost: str = "") -> Iterator[Fix]:
    """The packages installed in a stage, in the command that is there or in a RUN of its own."""
    known = stage.root.release
    if known is not None and known.package_manager in NAMES_OF:
        yield INSTALL.fix(f"install {' '.join(names)}", _edits(trace, stage, names), cost=cost)


def packages_for(sonames: Iterable[str], release: Release) -> tuple[str, ...]:
    """The packages of a release that bring these libraries; none where one of them is not known."""
    found = [package_of_library(soname, release) for soname in sonames]
    names = tuple(dict.fromkeys(name for name in found if name))
    if len(names) < len(set(found)):
        return ()
    # libstdc++'s package depends on libgcc's.
    return tuple(name for name in names if name != "libgcc" or "libstdc++" not in names)


def installation(trace: Trace, stage: StageTrace, names: tuple[str, ...]) -> tuple[Edit, ...]:
    """The edits that install packages in a stage, for a fix that does more."""
    return _edits(trace, stage, names) if names else ()


def _edits(trace: Trace, stage: StageTrace, names: tuple[str, ...]) -> tuple[Edit, ...]:
    from dfix.fixes.translate import packages

    bottom = trace.bottom(stage.stage.number)
    manager = NAMES_OF[stage.root.release.package_manager or ""] if stage.root.release else ""
    call = _existing(stage, manager) or _existing(bottom, manager)
    edit = insert.like_args(trace.source, call, packages.read(call).packages, names) if call else None
    if edit is None and stage.root.release is not None:
        head = packages.WORDING[manager, packages.Verb.INSTALL]
        run = packages.whole(stage.root.release, head, names)
        edit = insert.instruction_after(trace.source, bottom.stage.start, "RUN", run)
    return (edit,) if edit else ()


def _existing(stage: StageTrace, manager: str) -> Call | None:
    """The last plain installation of the stage: no virtual package, not in exec form."""
    adds = [
        call
        for call in stage.calls
        if NAMES_OF.get(call.name) == manager
        and can_edit(call)
        and call.instruction.json is None
        and call.option("--virtual", "-t") is None
        and call.stage == stage.stage.number
        and _is_installation(call)
    ]
    return adds[-1] if adds else None


def _is_installation(call: Call) -> bool:
    from dfix.fixes.translate import packages
    from dfix.fixes.translate.move import Untranslatable

    try:
        order = packages.read(call)
    except Untranslatable:
        return False
    return order.verb is packages.Verb.INSTALL and bool(order.packages)
