"""autotools, CMake and Meson: the switches of the command that configures."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.findings import Fix
from dfix.fixes.static.kinds import CONFIGURE, makes_libraries
from dfix.images.packages import DEVELOPMENT, NEUTRAL
from dfix.text import Edit
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

# libtool keeps ``-static`` for itself and hands ``--static`` on to gcc, which knows both (measured
# with libtool 2.4.7: a program of ``LDFLAGS=-static`` is dynamic, one of ``LDFLAGS=--static`` is not).
AUTOTOOLS = ("--disable-shared", "--enable-static", "LDFLAGS=--static")
CMAKE = ("-DBUILD_SHARED_LIBS=OFF", "-DCMAKE_EXE_LINKER_FLAGS=-static")
# CMake's modules with a switch for static libraries (CMake's manual, "Find Modules"), and those that link none.
STATIC_SWITCHES = {
    "openssl": "-DOPENSSL_USE_STATIC_LIBS=ON",
    "boost": "-DBoost_USE_STATIC_LIBS=ON",
    "protobuf": "-DProtobuf_USE_STATIC_LIBS=ON",
    "zlib": "-DZLIB_USE_STATIC_LIBS=ON",
}
NO_LIBRARY = frozenset("threads git doxygen perl pythoninterp bison flex openmp".split())
FIND_PACKAGE = pattern(r"^[ \t]*find_package[ \t]*\([ \t]*(\w+)", re.MULTILINE | re.IGNORECASE)
OWN_LIBRARY = pattern(r"^[ \t]*add_library[ \t]*\([^)]*\b(SHARED|MODULE)\b", re.MULTILINE | re.IGNORECASE)
SHARED_ON = pattern(r"-D\s*BUILD_SHARED_LIBS(:\w+)?=(ON|1|TRUE|YES)$", re.IGNORECASE)
MESON = ("-Ddefault_library=static", "-Dc_link_args=-static", "-Dcpp_link_args=-static")


def link(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The switches for every project that is configured in the builder."""
    made = landing.artifact.made
    if made is None or made.call.via or makes_libraries(trace, made.stage):
        return
    calls = [call for call in trace.stages[made.stage].calls if call.stage == made.stage]
    found = [(call, words) for call in calls if (words := _switches(call))]
    root = trace.stages[made.stage].root
    packages = [_by_packages(call, root) for call, _ in found]
    if found and all(can_edit(call) for call, _ in found) and None not in packages:
        switches = [(call, (*words, *(more or ()))) for (call, words), more in zip(found, packages, strict=True)]
        edits = [edit for call, words in switches for edit in _added(call, words)]
        links_more = any(DEVELOPMENT.search(name) and name not in NEUTRAL for name in root.packages)
        if edits:
            sure = Confidence.POSSIBLE if links_more else None
            yield CONFIGURE.fix("configure it for a static link", edits, cure=sure)


def _by_packages(call: Call, root: Root) -> tuple[str, ...] | None:
    """The switches of what CMakeLists.txt looks for; None where it has none for a static link, or makes libraries."""
    if call.name != "cmake":
        return ()
    source = call.option("-S", "-H")
    named = source or next(iter(call.operands("-G", "-D", "-B", "-S", "-A", "-T", "-C")), None)
    text = (
        root.read(join_path(call.path(named.text) if named else call.cwd, "CMakeLists.txt")) if root.context else None
    )
    is_shared = any(SHARED_ON.match(word) for word in call.texts) or bool(text and OWN_LIBRARY.search(text))
    looked_for = {name.lower() for name in FIND_PACKAGE.findall(text or "")} - NO_LIBRARY
    if is_shared or (text and "pkg_check_modules" in text) or looked_for - STATIC_SWITCHES.keys():
        return None
    return tuple(STATIC_SWITCHES[name] for name in sorted(looked_for))


def _switches(call: Call) -> tuple[str, ...]:
    """What to tell a command that configures; nothing for any other."""
    if call.name == "configure":
        return AUTOTOOLS
    if call.name == "cmake" and not call.has("--build", "--install", "-E", "-P", "--version"):
        return CMAKE
    operands = [arg.text for arg in call.operands("--prefix", "--destdir", "-C", "--buildtype")]
    if call.name == "meson" and operands[:1] not in (["install"], ["compile"], ["test"]):
        return MESON
    return ()


def _added(call: Call, words: tuple[str, ...]) -> Iterator[Edit]:
    """The words that are not there yet, at the end; into ``LDFLAGS`` or linker flags that are given already."""
    missing = []
    for word in words:
        name, sign, value = word.partition("=")
        given = next((arg for arg in call.args if sign and arg.text.startswith(f"{name}=")), None)
        if given is None:
            missing += [word] if word not in call.texts else []
        elif value not in given.text.split("=", 1)[1].split() and name in ("LDFLAGS", "-DCMAKE_EXE_LINKER_FLAGS"):
            edit = insert.before_closing_quote(call, given, f" {value}")
            if edit:
                yield edit
    if missing:
        yield insert.after_words(call, f" {' '.join(missing)}")


STRATEGIES = {"make": link, "cmake": link}
