"""autotools, CMake and Meson: the switches of the command that configures."""

from collections.abc import Iterator

from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.findings import Fix
from dfix.fixes.static.kinds import CONFIGURE
from dfix.text import Edit
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.call import Call

# libtool keeps ``-static`` for itself and hands ``--static`` on to gcc, which knows both (measured
# with libtool 2.4.7: a program of ``LDFLAGS=-static`` is dynamic, one of ``LDFLAGS=--static`` is not).
AUTOTOOLS = ("--disable-shared", "--enable-static", "LDFLAGS=--static")
CMAKE = ("-DBUILD_SHARED_LIBS=OFF", "-DCMAKE_EXE_LINKER_FLAGS=-static")
MESON = ("-Ddefault_library=static", "-Dc_link_args=-static", "-Dcpp_link_args=-static")


def link(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The switches for every project that is configured in the builder."""
    made = landing.artifact.made
    if made is None or made.call.via:
        return
    calls = [call for call in trace.stages[made.stage].calls if call.stage == made.stage]
    found = [(call, words) for call in calls if (words := _switches(call))]
    if found and all(can_edit(call) for call, _ in found):
        edits = [edit for call, words in found for edit in _added(call, words)]
        if edits:
            yield CONFIGURE.fix("configure it for a static link", edits)


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
