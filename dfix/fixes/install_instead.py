"""Install a distribution's package in the landing stage instead of copying its program out of another distribution."""

from collections.abc import Iterator

from dfix.edit import replace, written
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.images import Release
from dfix.images.packages import NAMES_OF, package_of_library, translated
from dfix.syntax import Instruction
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import PATH
from dfix.trace.state.artifact import Kind
from dfix.trace.state.root import Root

INSTALL_INSTEAD = Repair(
    "install-instead",
    "the distribution's own package instead of a program copied from another distribution",
    "the landing stage's version of the package may be another one",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
)


def install_instead(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """``apk add jq`` in place of a copy of Debian's jq."""
    copy, here = landing.copy, landing.stage.root.release
    root = _source_root(trace, copy) if copy and len(copy.words) == 2 and landing.artifact.is_from_image else None
    package = _package(root, landing.path) if root else None
    if copy is None or here is None or root is None or package is None or here.package_manager not in NAMES_OF:
        return
    names = translated(package, _manager(root), here)
    title = f"install {names[0] if names else package} instead of copying it"
    if names is None:
        yield INSTALL_INSTEAD.blocked(title, f"no name is known for the package `{package}` on {here.title}")
    elif names and _is_found_by_name(landing):
        yield INSTALL_INSTEAD.fix(title, (replace.instruction(copy, _installation(copy, here, names)),))


def _source_root(trace: Trace, copy: Instruction) -> Root | None:
    """The root of the stage that the file is copied from."""
    flag = copy.flag("from")
    stage = trace.build.stage_named(flag.value) if flag else None
    return trace.stages[stage.number].root if stage else None


def _package(root: Root, path: str) -> str | None:
    """The package that brings the program or library there; None where it is not known."""
    name = path.rsplit("/", 1)[-1]
    if root.release is None:
        return None
    from dfix.trace.knowledge.image_contents import package_bringing

    return package_bringing(root, name) or package_of_library(name, root.release)


def _manager(root: Root) -> str:
    return root.release.package_manager or "" if root.release else ""


def _is_found_by_name(landing: Landing) -> bool:
    """Whether nothing asks for the path where it lands: it is looked up by its name."""
    directory = landing.path.rsplit("/", 1)[0]
    is_searched = directory in PATH or landing.artifact.kind is Kind.LIBRARY
    return is_searched and landing.path not in landing.stage.starts


def _installation(copy: Instruction, release: Release, names: tuple[str, ...]) -> str:
    from dfix.fixes.translate import packages

    return f"{written.keyword(copy, 'RUN')} {packages.installation(release, names)}"
