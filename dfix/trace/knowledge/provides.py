"""What a stage provides at its end: whether a library or a program is there, and how sure its absence is."""

from dfix.confidence import Confidence
from dfix.images import provides
from dfix.images.provides import Packages
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Kind
from dfix.trace.state.facts import Happening
from dfix.trace.state.installed import Installed
from dfix.trace.state.loader import IMITATIONS
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

# Packages by which a newer GCC's library may come.
OTHER_GCC = pattern(r"(gcc|g\+\+|libstdc\+\+)-?\d+|libstdcxx|gcc-toolset|devtoolset")
YES, UNKNOWN = Tristate.YES, Tristate.UNKNOWN


# The last answer of ``packages_of``, with what it was about: the rules ask many questions about one root.
_latest: "tuple[Installed, bool, Packages]" = (Installed(), False, Packages())


def packages_of(root: Root) -> Packages:
    """The packages that are installed on the root's base image, or may be, as the catalog is asked about them."""
    global _latest  # noqa: PLW0603 - a memory of one answer, which is the same whoever asks
    is_foreign = root.facts.may_have(Happening.FOREIGN_REPOSITORY)
    state, was_foreign, packages = _latest
    if state is not root.installed or was_foreign is not is_foreign:
        packages = _packages(root.installed, is_foreign)
        _latest = root.installed, is_foreign, packages
    return packages


def _packages(state: Installed, is_foreign: bool) -> Packages:
    return Packages(
        state.named(YES, UNKNOWN) | state.leftovers(),
        state.with_recommends(),
        state.removed(YES),
        state.is_open is not Tristate.NO,
        state.open_libraries is not Tristate.NO,
        is_foreign,
    )


def lacks_library(root: Root, soname: str) -> Confidence | None:
    """How sure it is that the loader does not find the library; None where it does, or where nothing is known."""
    if _is_picked(root):
        return None if root.files.holds(soname) else Confidence.LIKELY
    if not root.closed or _has_other_libraries(root) or root.files.holds(soname):
        return None
    if _is_deleted(root, soname):
        return Confidence.CERTAIN
    absent = provides.lacks_library(root.image, packages_of(root), soname)
    return None if absent is None else min(absent, _sure_of_commands(root))


def _is_picked(root: Root) -> bool:
    """Whether an empty image holds single files that were copied into it, among them its loader, and nothing else."""
    if not root.is_empty or not root.loaders or root.facts.may_have(Happening.OVERLAY):
        return False
    return not any(node.tree and node.artifact.kind is not Kind.PORTABLE for node in root.nodes.values())


def _sure_of_commands(root: Root) -> Confidence:
    """How sure it is that no command that is not read brought a library."""
    if root.facts.may_have(Happening.UNREAD_INSTALLATION):
        return Confidence.POSSIBLE
    return Confidence.LIKELY if root.facts.may_have(Happening.UNREAD_COMMAND) else Confidence.CERTAIN


def has_any_version(root: Root, soname: str) -> bool:
    """Whether a library of that name is known to be there, of whatever version; or OpenSSL, of the release itself."""
    if root.image is None or (soname.startswith(("libssl.", "libcrypto.")) and soname != _openssl(root, soname)):
        return True
    return provides.has_any_version(root.image, packages_of(root), soname)


def _openssl(root: Root, soname: str) -> str:
    """The soname that a library of OpenSSL has in the root's release; itself where that is not known."""
    libssl = root.release.libssl if root.release else None
    return soname.partition(".so.")[0] + libssl[libssl.index(".so.") :] if libssl else soname


def lacks_symbol(root: Root, soname: str, version: str) -> Confidence | None:
    """How sure it is that the library there does not define a symbol version; None where it does or may."""
    from dfix.images.cxx_runtime import newest_symbol, symbol_key

    newest = newest_symbol(root.image) if root.image and soname == "libstdc++.so.6" else None
    if not root.closed or newest is None or symbol_key(newest) >= symbol_key(version) or root.files.holds(soname):
        return None
    if any(OTHER_GCC.match(package) for package in root.packages):
        return None
    is_open = any(map(root.facts.may_have, (Happening.UNREAD_COMMAND, Happening.FOREIGN_REPOSITORY)))
    return Confidence.POSSIBLE if is_open else min(root.release_sure, root.family_sure)


def _has_other_libraries(root: Root) -> bool:
    """Whether something beside the distribution may have brought libraries with a loader.

    The packages that imitate glibc bring none: their loader is musl's, and looks where musl's does.
    """
    return any(loader.compat for loader in root.loaders) and root.packages.isdisjoint(IMITATIONS)


def _is_deleted(root: Root, soname: str) -> bool:
    """Whether the files of that name were removed from a directory of libraries."""
    from dfix.text.globs import tree_glob

    gone = (path for path, answer in root.facts.deleted_files.items() if answer is YES)
    return any(tree_glob(path.rpartition("/")[2]).match(soname) for path in gone)
