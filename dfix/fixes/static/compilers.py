"""Compilers with one switch for it: C, C++, Fortran, Rust, D, Haskell, Nim, OCaml, Crystal, Swift, Ada."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert, part
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Fix
from dfix.fixes.install_package import installation, obstacle_to
from dfix.fixes.static.kinds import STATIC, lands_with_libraries, makes_libraries
from dfix.images import Libc, version_key
from dfix.text import Edit
from dfix.text.pattern import pattern
from dfix.trace.commands.cc import WITH_VALUE
from dfix.trace.knowledge.archives import Archive, archives_of, archives_of_modules
from dfix.trace.knowledge.c_sources import Use, Uses, uses_of
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

OTHERS_COST = "the static libraries of all that it links must be there; names and users still ask libc's files"
ARCHIVES_COST = "it links the archives of its libraries too; names and users still ask libc's files"
UNREAD_COST = (
    "dlopen, iconv, locales and user names still need libc's files where it runs; its sources cannot be read here"
)
# What libc's and the compiler's own packages bring as archives.
OWN_LIBRARIES = frozenset("c m pthread dl rt util stdc++ gcc crypt resolv gfortran quadmath".split())
RED_HAT = ("dnf", "yum", "microdnf", "tdnf")
# Linked with an older glibc, a static program finds no user and no host (measured on Debian 11 and 12).
KNOWS_USERS = (2, 34)
NOT_STATIC = ("-shared", "-rdynamic", "-Wl,-E", "-Wl,--export-dynamic", "-Wl,-export-dynamic")
PKG_CONFIG = pattern(r"(?:\$\(|`)\s*(pkg-config|pkgconf)\s+([^)`$]*)[)`]")


class Switch(NamedTuple):
    """Words that ask for a static program; ``last``: after all others; ``after``: a subcommand before them.

    ``sure``: whether nothing but libc is linked as a rule.
    """

    words: str
    sure: Confidence
    last: bool = False
    after: tuple[str, ...] = ()


LIKELY, POSSIBLE = Confidence.LIKELY, Confidence.POSSIBLE
SWITCHES = {
    "rustc": Switch("-C target-feature=+crt-static", Confidence.CERTAIN),
    "ghc": Switch("-optl-static", LIKELY),
    "stack": Switch("--ghc-options=-optl-static", LIKELY, after=("build", "install")),
    "cabal": Switch("--enable-executable-static", LIKELY, after=("build", "install", "v2-build", "v2-install")),
    "nim": Switch("--passL:-static", LIKELY, after=("c", "cc", "cpp", "compile")),
    "nimble": Switch("--passL:-static", LIKELY, after=("build", "install")),
    "crystal": Switch("--static", LIKELY, after=("build", "compile")),
    "shards": Switch("--static", LIKELY, after=("build",)),
    "swiftc": Switch("-static-executable", LIKELY),
    "swift": Switch("-Xswiftc -static-executable", LIKELY, after=("build",)),
    "ldc2": Switch("-static", LIKELY),
    "gdc": Switch("-static", LIKELY),
    "dmd": Switch("-L-static", LIKELY),
    "ocamlopt": Switch("-ccopt -static", LIKELY),
    "ocamlfind": Switch("-ccopt -static", LIKELY, after=("ocamlopt",)),
    "native-image": Switch("--static --libc=musl", POSSIBLE),
    "gnatmake": Switch("-largs -static", Confidence.CERTAIN, last=True),
    "gprbuild": Switch("-largs -static", LIKELY, last=True),
}


def link(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The switch in the command that links."""
    call = landing.artifact.call
    if call is None or not can_edit(call):
        return
    switch = SWITCHES.get(call.name)
    if switch:
        yield from _switched(call, switch)
    elif _is_driver(landing.artifact):
        yield from _with_static(trace, landing, call)


def _is_driver(artifact: Artifact) -> bool:
    return artifact.made is not None and artifact.made.toolchain.name == "cc"


def _switched(call: Call, switch: Switch) -> Iterator[Fix]:
    place = next((arg for arg in call.args if arg.text in switch.after), None)
    if switch.after and place is None:
        return
    text = f" {switch.words}"
    if switch.last:
        edit = insert.after_words(call, text)
    else:
        edit = insert.after_arg(call, place, text) if place else insert.after_program(call, text)
    applicability = Applicability.SAFE if switch.sure is Confidence.CERTAIN else Applicability.UNSAFE
    cost = STATIC.cost if applicability is Applicability.SAFE else OTHERS_COST
    if switch.sure is POSSIBLE:
        cost = "needs a compiler and a zlib for musl in the builder (GraalVM's manual, Static Native Images)"
    yield STATIC.fix(f"link it with {switch.words}", (edit,), applicability=applicability, cost=cost, cure=switch.sure)


def _with_static(trace: Trace, landing: Landing, call: Call) -> Iterator[Fix]:
    """``-static`` after the driver's name, and the archives that its libraries need after all else."""
    root = trace.stages[call.stage].root
    uses, linked = uses_of(call, root, WITH_VALUE), _linked(call)
    if linked is None or _must_be_dynamic(trace, landing, call, uses):
        return
    packages = _packages(root, linked)
    if packages is None or obstacle_to(trace.stages[call.stage], packages):
        return
    edits = [*_edits(call, linked), *installation(trace, trace.stages[call.stage], packages)]
    applicability, cure, cost = _claim(
        landing.artifact, root, uses, plain=not (linked.archives or linked.module or packages)
    )
    yield STATIC.fix("link it with -static", edits, applicability=applicability, cost=cost, cure=cure)


class _Linked(NamedTuple):
    """The libraries beside libc's and the compiler's own that a call links; ``module``: some come from pkg-config."""

    archives: tuple[Archive, ...]
    flags: tuple[str, ...]
    module: bool = False


def _linked(call: Call) -> _Linked | None:
    """What the call links; None where how that is linked statically is not known."""
    flags = tuple(text[2:] for text in call.texts if text.startswith("-l") and text[2:] not in OWN_LIBRARIES)
    archives = archives_of(flags)
    text = call.script.text[call.command.start : call.command.end]
    asked = [match[2] for match in PKG_CONFIG.finditer(text)]
    modules = archives_of_modules(word for words in asked for word in words.split() if not word.startswith("-"))
    others = PKG_CONFIG.sub("", text)
    if archives is None or modules is None or "$(" in others or "`" in others or (asked and "$(" not in text):
        return None
    return _Linked((*archives, *modules), flags, any("--libs" in words and "--static" not in words for words in asked))


def _must_be_dynamic(trace: Trace, landing: Landing, call: Call, uses: Uses) -> bool:
    """Whether a static program cannot be linked, or cannot do what this one is for: it loads libraries, say."""
    is_sanitized = any(text.startswith("-fsanitize=") for text in call.texts)
    may_load = Use.PLUGINS in uses.found or (call.has("-ldl") and not uses.is_read)
    loads_own = makes_libraries(trace, call.stage) or lands_with_libraries(trace, landing, call.stage)
    return call.has(*NOT_STATIC) or is_sanitized or may_load or loads_own


def _packages(root: Root, linked: _Linked) -> tuple[str, ...] | None:
    """The packages with archives that are not installed yet; None where a library's is not known."""
    manager = root.release.package_manager if root.release else None
    wanted: list[str] = ["glibc-static"] if manager in RED_HAT else []
    if linked.archives and manager in RED_HAT:
        return None
    if manager == "apk":
        wanted += [archive["apk"] for archive in linked.archives]
    return tuple(dict.fromkeys(name for name in wanted if name not in root.packages)) if all(wanted) else None


def _edits(call: Call, linked: _Linked) -> Iterator[Edit]:
    """``-static``, what the archives need after the last word, ``--static`` for pkg-config."""
    yield insert.after_program(call, " -static")
    needed = [name for archive in linked.archives for name in archive["needs"].split()]
    absent = [name for name in dict.fromkeys(needed) if f"-l{name}" not in call.texts or name in linked.flags[:-1]]
    if absent and linked.flags:
        yield insert.after_words(call, "".join(f" -l{name}" for name in absent))
    asked = insert.between(part.command(call), "pkg-config", " ", " --static") if linked.module else None
    if asked:
        yield asked


def _claim(artifact: Artifact, root: Root, uses: Uses, *, plain: bool) -> tuple[Applicability, Confidence, str]:
    """How safe and how sure it is, by what its sources use and whether it links nothing but libc."""
    bad = _other_when_static(root, uses)
    if bad:
        what = ", ".join(sorted(use.value for use in bad))
        return Applicability.UNSAFE, Confidence.POSSIBLE, f"it uses {what}, which a static program does otherwise"
    is_old = _is_older(root) and artifact.language == "c++"
    if not uses.is_read or is_old:
        return Applicability.UNSAFE, Confidence.LIKELY, UNREAD_COST if plain else f"{UNREAD_COST}; {ARCHIVES_COST}"
    if plain:
        return Applicability.SAFE, Confidence.CERTAIN, STATIC.cost
    return Applicability.UNSAFE, Confidence.LIKELY, ARCHIVES_COST


def _other_when_static(root: Root, uses: Uses) -> set[Use]:
    """The uses that a static program of this libc does otherwise; musl's are the same."""
    if root.libc is not Libc.GLIBC:
        return set()
    fine = {Use.PLUGINS} if _is_older(root) else {Use.PLUGINS, Use.USERS}
    return set(uses.found - fine)


def _is_older(root: Root) -> bool:
    version = root.release.libc_version if root.release and root.libc is Libc.GLIBC else None
    return version is not None and version_key(version) < KNOWS_USERS


STRATEGIES = dict.fromkeys(
    ("cc", "rustc", "haskell", "nim", "crystal", "swift", "d", "ocaml", "ada", "native-image"), link
)
