"""Libraries that a stage's own commands install below /usr/local, where nothing refreshes the loader's cache after it.

glibc's loader finds them through the cache only. ``make install`` does not write it: libtool calls ``ldconfig -n``,
which makes links only (libtool's manual, "Finish mode"), and neither CMake nor Boost's b2 calls it.
"""

import re
from collections.abc import Iterator, Sequence

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.manifests.library_words import asks_for_shared, refuses_shared
from dfix.text.pattern import pattern
from dfix.trace.knowledge.install_tree import SHARED_BY_CMAKE
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Call
from dfix.values import NamedTuple

# Packages' installers run ldconfig by a trigger.
REFRESHES = frozenset("ldconfig apt-get apt dpkg yum dnf microdnf zypper tdnf rpm".split())
UNREAD = pattern(r"\.(sh|bash)$|^(sh|bash)$")
BOOST = frozenset({"b2", "bjam"})
INSTALLS = frozenset({"make", "gmake", "ninja", "cmake", "meson", *BOOST})
CONFIGURES = frozenset({"configure", "cmake", "meson"})
COMPILERS = frozenset("gcc g++ cc c++ clang clang++".split())
BUILDS = frozenset((*COMPILERS, *CONFIGURES, "make", "cargo", "phpize", "pecl", "qmake", "go", "pip", "pip3"))
# Directories of projects that are libraries, by their names.
LIBRARY_PROJECT = pattern(
    r"^(lib[a-z]|boost|protobuf|grpc|opencv|htslib|openssl|zeromq|czmq|sqlite|hiredis|jansson|leptonica|tesseract|gdal|"
    r"geos|proj-|gsl|fftw|hdf5|netcdf|ffmpeg|x264|x265|opus|nghttp2|curl-|pcre|gmp|mpfr|cppunit|poco|paho)"
)
BUILD_DIRECTORY = pattern(r"^(_?build|release|out|cmake-build|bld)$", re.IGNORECASE)
# The name of a library in that of its project: ``libfeed-1.4``.
NAME = pattern(r"^(?:lib)?([a-z]\w*?)(?:[-_.]v?\d.*)?$")
# Of the commands behind an installation so many are asked whether they name the library.
MOST_LATER = 50
# What ``pip`` builds of the project's own files; packages of the index hardly link what a stage has installed.
PROJECT_OF_PIP = pattern(r"-e$|--editable|-r|--requirement|\.{0,2}/|\.$|\.\[|git\+|--no-binary")
TOLD = pattern(r"-rpath|RPATH=|-Wl,-R|LD_RUN_PATH")


class Uncached(NamedTuple):
    """An installation of libraries that the cache does not list; ``user`` is the command that builds something next."""

    call: Call
    user: Call
    sure: Confidence


def uncached_libraries(stage: StageTrace) -> Iterator[Uncached]:
    """The last such installation of a stage, where something that is built after it may need the libraries.

    One that is likely comes before one that is only possible.
    """
    calls = [call for call in stage.calls if call.stage == stage.stage.number]
    refreshed = max((place for place, call in enumerate(calls) if _may_refresh(call)), default=-1)
    found: Uncached | None = None
    for place in range(len(calls) - 1, refreshed, -1):
        sure = _installs_libraries(calls, place)
        user = _user(calls, place) if sure else None
        if sure and user and (found is None or found.sure < sure):
            found = Uncached(calls[place], user, sure)
            if sure > Confidence.POSSIBLE:
                break
    if found and not any(map(tells_where, calls)):
        yield found


def sure_of_shared(stage: StageTrace) -> Confidence | None:
    """How sure it is that a stage installed shared libraries in /usr/local/lib and built something after; or None."""
    calls = [call for call in stage.calls if call.stage == stage.stage.number]
    found = (_installs_libraries(calls, place) for place in range(len(calls)) if _user(calls, place))
    return max((sure for sure in found if sure is not None), default=None)


def _may_refresh(call: Call) -> bool:
    return call.name in REFRESHES or UNREAD.search(call.name) is not None


def tells_where(call: Call, directory: str = "") -> bool:
    """Whether the command, or its environment, tells the loader where libraries are: in ``directory``, if one is asked.

    A path that begins with ``$ORIGIN`` may be any.
    """
    texts = (call.script.text, call.env.get("LDFLAGS", ""), call.env.get("LD_RUN_PATH", "") and "-rpath LD_RUN_PATH")
    told = any(TOLD.search(text) and (directory in text or "ORIGIN" in text) for text in texts)
    return told or (not directory and bool(call.env.get("LD_LIBRARY_PATH")))


def _installs_libraries(calls: Sequence[Call], place: int) -> Confidence | None:
    """How sure it is that a command installs shared libraries into /usr/local/lib; None where it does not."""
    call = calls[place]
    if call.name not in INSTALLS or not (call.has("install", "--install") or "install" in call.texts):
        return None
    words = _configuration(calls, place)
    if refuses_shared((*words, *call.texts)) or not _is_below_local(words, call):
        return None
    if call.name in BOOST or asks_for_shared(words):
        return Evidence.SHARED_BY_A_WORD.sure
    if SHARED_BY_CMAKE.match(_project(call)) and any(one.name == "cmake" for one in calls[:place]):
        return _sure_of_default(calls, place)
    by_libtool = any(one.name == "configure" and one.cwd == call.cwd for one in calls[:place])
    return _sure_of_default(calls, place) if by_libtool and LIBRARY_PROJECT.match(_project(call)) else None


def _sure_of_default(calls: Sequence[Call], place: int) -> Confidence:
    """How sure it is that a project's shared libraries are used: a command that builds something later may name it."""
    name = NAME.sub(r"\1", _project(calls[place]))
    later = calls[place + 1 : place + 1 + MOST_LATER]
    is_named = any(_names(call, name) for call in later if _builds(call, calls[place]))
    return (Evidence.SHARED_AND_NAMED if is_named else Evidence.SHARED_BY_DEFAULT).sure


def _names(call: Call, library: str) -> bool:
    """Whether a command links a library by its name, or asks for it: ``-lfeed``, ``pkg-config libfeed``."""
    said = call.script.text[call.command.start : call.command.end]
    return len(library) > 1 and any(f"{prefix}{library}" in said for prefix in ("-l", "lib", "with-"))


def _configuration(calls: Sequence[Call], place: int) -> tuple[str, ...]:
    """The words by which the project was configured: in or for the same directory, or in the one above it."""
    call = calls[place]
    where = call.option("--install", "--build", "-C")
    cwd = call.path(where.text) if where else call.cwd
    found = (one for one in reversed(calls[:place]) if one.name in CONFIGURES and _is_for(one, cwd))
    return next((one.texts for one in found if "install" not in one.texts and not one.has("--build")), ())


def _is_for(configures: Call, directory: str) -> bool:
    build = configures.option("-B")
    if build is not None:
        return configures.path(build.text) == directory
    return configures.cwd in (directory, directory.rpartition("/")[0])


def _is_below_local(words: tuple[str, ...], call: Call) -> bool:
    """Whether it installs below /usr/local, as these do unless they are told otherwise."""
    told = [word for word in (*words, *call.texts) if "prefix=" in word.lower() or word.startswith("DESTDIR=")]
    return all(word.lower().endswith("prefix=/usr/local") for word in told) and not call.env.get("DESTDIR")


def _project(call: Call) -> str:
    """The name of the project's directory."""
    *above, last = call.cwd.lower().split("/")
    return above[-1] if BUILD_DIRECTORY.match(last) and above else last


def _user(calls: Sequence[Call], place: int) -> Call | None:
    """The first command after it that builds something else; its own program with ``--enable-shared``."""
    installed = calls[place]
    if any(word == "--enable-shared" for word in _configuration(calls, place)):
        return installed
    return next((call for call in calls[place + 1 :] if _builds(call, installed)), None)


def _builds(call: Call, installed: Call) -> bool:
    """Whether a command builds something that may link the installed libraries, in another project."""
    if call.name in COMPILERS:
        return any(word.startswith("-l") for word in call.texts) or "pkg-config" in call.script.text
    if call.name in ("pip", "pip3") and not any(PROJECT_OF_PIP.match(word) for word in call.texts):
        return False
    return call.cwd != installed.cwd and (call.name in BUILDS or call.name.endswith(".py"))
