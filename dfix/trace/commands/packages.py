"""Package managers: which packages a command installs and removes, and which of them bring a loader.

Sources: apk(8); apt-get(8), "autoremove", and apt.conf(5), "APT::Install-Recommends"; the manuals of dnf,
zypper and pacman.
"""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.knowledge.package_options import operands_of
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import (
    AddsLoader,
    Effect,
    Installs,
    InstallsLibraries,
    Marks,
    MayAddLoader,
    SetsFact,
    Uninstalls,
    Writes,
)
from dfix.trace.state.facts import RootTree
from dfix.trace.state.loader import Loader
from dfix.trace.state.origin import FromImage
from dfix.trace.state.products import native
from dfix.trace.state.root import Root

VERBS = frozenset({"install", "add", "reinstall", "in", "-S", "-Sy", "-Syu", "-Syyu", "groupinstall", "localinstall"})
REMOVALS = frozenset({"del", "remove", "purge", "erase", "rm", "uninstall"})
APT = frozenset({"apt", "apt-get", "aptitude", "nala"})
# apk's name for whatever package holds a library: what awk prints of scanelf's list.
NAMES_OF_LIBRARIES = '"so:'
VERSIONED = pattern(r"[=<>~@].*$|:(amd64|arm64|i386)$", having="= < > ~ @ :")
# On Alpine these bring a loader under glibc's name: gcompat and libc6-compat imitate glibc, REAL_GLIBC is glibc itself.
COMPAT = frozenset({"gcompat", "libc6-compat"})
REAL_GLIBC = pattern(r"(.*/)?glibc(-[\w.]+(\.apk)?)?$", having="glibc")


def manage(call: Call, root: Root) -> Iterator[Effect]:
    """``apk add``, ``apt-get install``, ``dnf remove`` and their like."""
    words = [arg.text for arg in operands_of(call)]
    if call.name == "pacman":
        yield from _pacman(call, root, words)
    elif words and words[0] in VERBS:
        yield from _install(call, root, words[1:])
    elif words and words[0] in REMOVALS:
        yield Uninstalls(frozenset(words[1:]), with_dependencies=_drops_dependencies(call, words[0]))
    elif words and words[0] in ("autoremove", "autopurge"):
        yield Uninstalls(frozenset(words[1:]), with_dependencies=True)


def _pacman(call: Call, root: Root, names: list[str]) -> Iterator[Effect]:
    """``pacman -Syu NAMES``, ``pacman -Rs NAMES``."""
    if any(re.match(r"-S[yu]*$", text) for text in call.texts):
        yield from _install(call, root, names)
    elif any(text.startswith("-R") for text in call.texts):
        yield Uninstalls(frozenset(names), with_dependencies=any(re.match(r"-R\w*s", text) for text in call.texts))


def _install(call: Call, root: Root, names: list[str]) -> Iterator[Effect]:
    yield from _into(call, root)
    group = call.option("--virtual", "-t") if call.name == "apk" else None
    known = [name for name in names if UNKNOWN_TEXT not in name]
    packages = frozenset(VERSIONED.sub("", name) for name in known)
    yield Installs(packages, recommends=_takes_recommends(call), group=group.text if group else "")
    yield from _loaders(call, root, known)
    if len(known) < len(names):
        yield from _unnamed(call)


def _drops_dependencies(call: Call, verb: str) -> bool:
    """Whether a removal takes along what nothing else needs: apk and dnf do, apt does when it is asked."""
    if call.name in APT:
        return call.has("--auto-remove", "--autoremove") or verb == "autopurge"
    return call.name != "zypper" or call.has("--clean-deps", "-u")


def _takes_recommends(call: Call) -> bool:
    """Whether recommended packages come too: apt's default, unless the command or the RUN says otherwise."""
    return call.name in APT and not (
        call.has("--no-install-recommends") or "Install-Recommends" in call.script.text or call.option("--recommends")
    )


def _into(call: Call, root: Root) -> Iterator[Effect]:
    """``--root``, ``--installroot``: a whole root filesystem in a directory, its loader included."""
    where = call.option("--root", "-p", "--installroot", "--path")
    if where and where.text.startswith("/") and where.text != "/":
        because = "a root filesystem of the distribution's packages"
        yield from _root_tree(call, where.text, native(call, root, call.name, "", Confidence.POSSIBLE, because))


def _root_tree(call: Call, directory: str, programs: Artifact) -> Iterator[Effect]:
    """A directory becomes a root filesystem of packages."""
    path = call.path(directory)
    yield SetsFact(RootTree(path))
    yield Writes(path, programs._replace(origin=FromImage(None, call.stage, call)), tree=True)


def by_wrapper(call: Call, root: Root) -> Iterator[Effect]:
    """Commands that images have for their distribution's package manager, and whose arguments are packages.

    ``install_packages`` of Bitnami, ``apk-install`` of gliderlabs and webdevops, ``apt-install`` of webdevops,
    ``install_clean`` of Phusion, ``clean-install`` of Kubernetes.
    """
    names = [arg.text for arg in call.operands()]
    yield Installs(frozenset(VERSIONED.sub("", name) for name in names))
    yield from _loaders(call, root, names)


def _unnamed(call: Call) -> Iterator[Effect]:
    """Packages whose names a command finds out: those of the libraries that programs need, or any."""
    if NAMES_OF_LIBRARIES in call.script.text:
        yield InstallsLibraries()
    else:
        yield Installs(frozenset({UNKNOWN_TEXT}))
        yield MayAddLoader()


def mark(call: Call, root: Root) -> Iterator[Effect]:
    """``apt-mark manual NAMES``, ``apt-mark auto NAMES``, also with the names from a pipe (apt-mark(8))."""
    words = [arg.text for arg in call.operands("-f", "--file")]
    if words[:1] in (["manual"], ["auto"]):
        yield Marks(frozenset(words[1:] or [UNKNOWN_TEXT]), manual=words[0] == "manual")


def by_file(call: Call, root: Root) -> Iterator[Effect]:
    """``dpkg -i a.deb``, ``rpm -Uvh a.rpm``: at best the name of the package's file is known."""
    flags = "".join(text for text in call.texts if re.match(r"-\w+$", text))
    if (
        (call.name == "dpkg" and "i" in flags)
        or (call.name == "rpm" and set(flags) & set("iU"))
        or call.has("--install")
    ):
        yield Installs(frozenset({UNKNOWN_TEXT}))


def bootstrap(call: Call, root: Root) -> Iterator[Effect]:
    """``debootstrap suite dir``, ``mmdebstrap suite dir``, ``swupd os-install --path dir``."""
    if call.name == "swupd":
        yield from _into(call, root)
        return
    operands = [arg.text for arg in call.operands("--include", "--arch", "--variant", "--components", "--keyring")]
    if len(operands) > 1:
        programs = native(call, root, call.name, "", Confidence.POSSIBLE, "a Debian root", libc=Libc.GLIBC)
        yield from _root_tree(call, operands[1], programs)


def _loaders(call: Call, root: Root, names: list[str]) -> Iterator[Effect]:
    """The loaders that packages bring, and that packages of which nothing is known may bring."""
    for name in names:
        package = VERSIONED.sub("", name)
        loader = _loader_of(package, root, call.name)
        if loader is not None:
            yield AddsLoader(loader)
        elif UNKNOWN_TEXT in name or "*" in name or package.endswith((".apk", ".deb", ".rpm")):
            yield MayAddLoader()


def _loader_of(package: str, root: Root, manager: str) -> Loader | None:
    """The loader of another libc that a package brings; None where it is known to bring none."""
    if manager == "apk" and package in COMPAT:
        return Loader(Libc.GLIBC, None, compat=True)
    if manager == "apk" and (REAL_GLIBC.match(package) or ("glibc" in package and package.endswith(".apk"))):
        return Loader(Libc.GLIBC, None)
    if package == "musl" and root.libc is Libc.GLIBC:
        return Loader(Libc.MUSL, None)
    return None


MANAGERS = frozenset(
    {"apt", "apt-get", "aptitude", "nala", "apk", "dnf", "yum", "microdnf", "tdnf", "zypper", "pacman"}
)
MODELS = {
    **dict.fromkeys(MANAGERS, manage), **dict.fromkeys(("debootstrap", "mmdebstrap", "swupd"), bootstrap),
    **dict.fromkeys(("dpkg", "rpm"), by_file), "apt-mark": mark,
    **dict.fromkeys(("install_packages", "apk-install", "apt-install", "install_clean", "clean-install"), by_wrapper),
}  # fmt: skip
