"""Compilers with one switch for it: C, C++, Fortran, Rust, D, Haskell, Nim, OCaml, Crystal, Swift, Ada."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Fix
from dfix.fixes.static.kinds import STATIC
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

OTHERS_COST = "the static libraries of all that it links must be there; names and users still ask libc's files"
# What libc's and the compiler's own packages bring as archives.
OWN_LIBRARIES = frozenset("c m pthread dl rt util stdc++ gcc crypt resolv gfortran quadmath".split())
RED_HAT = ("dnf", "yum", "microdnf", "tdnf")


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
    root = trace.stages[call.stage].root
    switch = SWITCHES.get(call.name)
    if switch:
        yield from _switched(call, switch)
    elif _is_driver(landing.artifact):
        yield from _with_static(call, root, landing.artifact)


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


def _with_static(call: Call, root: Root, artifact: Artifact) -> Iterator[Fix]:
    """``-static`` after the driver's name; on Red Hat's systems libc.a has a package of its own."""
    if call.has("-shared", "-rdynamic") or artifact.needs:
        return
    edits = [insert.after_program(call, " -static")]
    manager = root.release.package_manager if root.release else None
    lacks_archive = manager in RED_HAT and "glibc-static" not in root.packages
    if lacks_archive:
        edits.insert(0, insert.before_command(call, f"{manager} install -y glibc-static && "))
    others = [text for text in call.texts if text.startswith("-l") and text[2:] not in OWN_LIBRARIES]
    plain = not others and "$(" not in call.script.text[call.command.start : call.command.end]
    safe = plain and not lacks_archive
    yield STATIC.fix(
        "link it with -static",
        edits,
        applicability=Applicability.SAFE if safe else Applicability.UNSAFE,
        cost=STATIC.cost if plain else OTHERS_COST,
        cure=Confidence.CERTAIN if plain else LIKELY,
    )


STRATEGIES = dict.fromkeys(
    ("cc", "rustc", "haskell", "nim", "crystal", "swift", "d", "ocaml", "ada", "native-image"), link
)
