"""Package managers: which packages a command installs, and which of them bring a loader."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.text import HOLE
from dfix.text.pattern import pattern
from dfix.trace.built import native
from dfix.trace.call import Call
from dfix.trace.effect import AddsLoader, Effect, Installs, MayAddLoader, Remembers, Writes
from dfix.trace.loader import Loader
from dfix.trace.root import Root

VERBS = frozenset({"install", "add", "reinstall", "in", "-S", "-Sy", "-Syu", "-Syyu", "groupinstall", "localinstall"})
WITH_VALUE = (
    "-t",
    "--virtual",
    "-o",
    "--repository",
    "-X",
    "-c",
    "--target-release",
    "--installroot",
    "--root",
    "-p",
    "--arch",
)
VERSIONED = pattern(r"[=<>~@].*$|:(amd64|arm64|i386)$")
# On Alpine these give glibc's loader name to programs; gcompat and libc6-compat imitate, glibc is the real one.
COMPAT = frozenset({"gcompat", "libc6-compat"})
REAL_GLIBC = pattern(r"(.*/)?glibc(-[\w.]+(\.apk)?)?$")


def install(call: Call, root: Root) -> Iterator[Effect]:
    """``apk add``, ``apt-get install`` and their like."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    pacman = [text for text in call.texts if re.match(r"-S[yu]*$", text)]
    if not pacman and not (words and words[0] in VERBS):
        return
    named = words if pacman else words[1:]
    yield from _into(call, root)
    yield Installs(frozenset(VERSIONED.sub("", word) for word in named))
    yield from _loaders(call, root, named)


def _into(call: Call, root: Root) -> Iterator[Effect]:
    """``--root``, ``--installroot``: a whole root filesystem in a directory, its loader included."""
    where = call.option("--root", "-p", "--installroot", "--path")
    if where and where.text.startswith("/") and where.text != "/":
        because = "a root filesystem of the distribution's packages"
        yield Remembers(f"root:{call.path(where.text)}", "yes")
        yield Writes(call.path(where.text), native(call, root, "package", "", Confidence.POSSIBLE, because), tree=True)


def bootstrap(call: Call, root: Root) -> Iterator[Effect]:
    """``debootstrap suite dir``, ``mmdebstrap suite dir``, ``swupd os-install --path dir``."""
    if call.name == "swupd":
        yield from _into(call, root)
        return
    operands = [arg.text for arg in call.operands("--include", "--arch", "--variant", "--components", "--keyring")]
    if len(operands) > 1:
        path = call.path(operands[1])
        yield Remembers(f"root:{path}", "yes")
        made = native(call, root, "package", "", Confidence.POSSIBLE, "a Debian root", libc=Libc.GLIBC)
        yield Writes(path, made, tree=True)


def _loaders(call: Call, root: Root, names: list[str]) -> Iterator[Effect]:
    for name in names:
        plain = VERSIONED.sub("", name)
        if call.name == "apk" and plain in COMPAT:
            yield AddsLoader(Loader(Libc.GLIBC, None, compat=True))
        elif call.name == "apk" and (REAL_GLIBC.match(plain) or ("glibc" in plain and plain.endswith(".apk"))):
            yield AddsLoader(Loader(Libc.GLIBC, None))
        elif plain == "musl" and root.libc is Libc.GLIBC:
            yield AddsLoader(Loader(Libc.MUSL, None))
        elif HOLE in name or plain.endswith((".apk", ".deb", ".rpm")) or "*" in name:
            yield MayAddLoader()


MODELS = dict.fromkeys(
    ("apt", "apt-get", "aptitude", "apk", "dnf", "yum", "microdnf", "tdnf", "zypper", "pacman"), install
) | dict.fromkeys(("debootstrap", "mmdebstrap", "swupd"), bootstrap)
