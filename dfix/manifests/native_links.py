"""Which libraries the build files of a C or C++ project name: CMake, Meson, autoconf, makefiles.

Sources: cmake-modules(7) (FindPkgConfig, ``find_package``), Meson's reference manual (``dependency``), autoconf's
and pkg-config's macros (``AC_CHECK_LIB``, ``PKG_CHECK_MODULES``). Conditions are not decided: what a project names
under one may be linked.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache

from dfix.manifests.listed import Read
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

# Of one project: characters of a file, files, names of files.
LONGEST, MOST_FILES, MOST_NAMES = 200_000, 60, 400
# Where projects keep their own modules for find_package.
MODULE_PLACES = ("cmake", "cmake/Modules", "cmake/modules", "CMake")
AUTOCONF = ("configure.ac", "configure.in")
MAKEFILES = ("GNUmakefile", "makefile", "Makefile", "Makefile.am", "src/Makefile.am", "src/Makefile")
MAKEFILE_NAMES = frozenset(name.rpartition("/")[2] for name in MAKEFILES)
MAKE_INCLUDE = pattern(r"^-?include[ \t]{1,9}([\w./-]{1,100})[ \t]*$", re.MULTILINE)
CMAKE_CALL = pattern(
    r"\b(find_package|find_library|pkg_check_modules|pkg_search_module|target_link_libraries|link_libraries|"
    r"add_subdirectory|include|FetchContent_Declare|CPMAddPackage|add_library)[ \t]{0,20}\(([^()]{0,2000})\)",
    re.IGNORECASE,
)
SET = pattern(r"\bset[ \t]{0,20}\([ \t\n]{0,80}([A-Za-z_]\w{0,80}[ \t\n][^()$]{1,800})\)", re.IGNORECASE)
MOST_WORDS = 40
CMAKE_WORDS = frozenset(
    "public private interface required quiet imported_target global exact config module no_module optional names "
    "general optimized debug no_cmake_path no_cmake_environment_path hints paths components optional_components".split()
)
# Where what a package gave is used: ``${ZLIB_LIBRARIES}``, ``ZLIB::ZLIB``.
USED = pattern(r"\$\{(\w{1,80}?)_LIB\w{0,40}\}|(?<![\w:])(\w{1,80})::")
MESON = pattern(r"\b(dependency|find_library|subdir)[ \t]{0,20}\([ \t\n]{0,80}'([^'\n]{1,100})'([^)]{0,400})")
PKG_CHECK = pattern(r"\bPKG_CHECK_MODULES\([^,()]{1,100},([^,()]{1,800})|\bPKG_CHECK_EXISTS\(([^,()]{1,800})")
CHECK_LIB = pattern(r"\bAC_CHECK_LIB\([\s\[]{0,80}([\w+.-]{1,80})|\bAC_SEARCH_LIBS\([^,()]{1,200},([^,()]{1,300})")
# The macros of the Autoconf Archive (``AX_BOOST_THREAD``) and of boost.m4 (``BOOST_THREADS([mt])``).
BOOST = pattern(r"^[ \t]*(?:AX_)?BOOST_([A-Z_]{1,40}?)S?[ \t]*(?:\(|$)", re.MULTILINE)
BOOST_LIBRARIES = frozenset(
    "atomic chrono context coroutine date_time filesystem iostreams locale log log_setup program_options random regex "
    "serialization system thread timer wave".split()
)
FLAG = pattern(r"(?<![\w./-])-l([A-Za-z][\w+.-]{0,80})")
OPENMP = pattern(r"(?<!\w)-fopenmp(?![\w-])", having="-fopenmp")
PKG_CONFIG = pattern(r"\bpkg-?conf(?:ig)?\b([^)`|;&\n]{1,400})")
CXX = pattern(
    r"\.(?:cpp|cc|cxx|C)\b|CXX_STANDARD|cxx_std_\d|AC_PROG_CXX|\bproject\([^)]{0,200}\bCXX\b|'cpp'|\$[({]CXX[)}]"
)
LINKS_CXX_IN = pattern(r"-static-libstdc\+\+|-static(?![\w-])")
# A static link of the whole program, or a switch by which the project turns one on.
LINKS_STATIC = pattern(r"(?<![\w-])-(?:all-)?static(?:-pie)?(?![\w-])|link_all_static|\bstatic\s*:\s*true\b")
# A switch by which a package of CMake gives archives: ``Boost_USE_STATIC_LIBS``.
ARCHIVES = pattern(
    r"\bset[ \t]{0,9}\([ \t\n]{0,20}(\w+?)_USE_STATIC(?:_LIBS|_LIBRARIES)?[ \t\n]+(?:ON|TRUE|YES|1)\b", re.IGNORECASE
)
# An option that uses OpenMP unless it is turned off.
OPENMP_IS_ON = pattern(
    r"\boption[ \t]{0,9}\([ \t\n]{0,20}\w*(?:OPENMP|OMP)\w*[ \t\n]+\"[^\"]{0,200}\"[ \t\n]+ON\b", re.IGNORECASE
)
# ggml and what contains it: they use OpenMP by default since June 2024 (option GGML_OPENMP; ggml-org/llama.cpp#7731).
# They have been that organization's since February 2025, so that its name says that they are newer.
WITH_OPENMP = frozenset({"ggml", "llama.cpp", "whisper.cpp"})
OWNER = "ggml-org/"
SUBMODULE = pattern(r"path[ \t]{0,9}=[ \t]{0,9}([^\n]{1,200})\n[^\[]{0,200}?url[ \t]{0,9}=[ \t]{0,9}([^\n]{1,300})")
MODULE = pattern(r"[A-Za-z][\w.+-]*$")
COMMENT = pattern(r"^[ \t]*(?:#|dnl\b).*|[ \t]#[^\"\n]*$", re.MULTILINE)


class By(Enum):
    """By what a build file names a library."""

    FLAG = "-l"
    MODULE = "a module of pkg-config"
    CMAKE = "a package of CMake"


class Named(NamedTuple):
    """A library as a build file names it; ``file`` is the build file's name, ``components`` those of a package."""

    by: By
    name: str
    file: str
    components: tuple[str, ...] = ()


class NativeProject(NamedTuple):
    """What the build files of a project say: the libraries, and whether C++ is linked as a shared library."""

    named: tuple[Named, ...]
    uses_cxx: bool


NOTHING = NativeProject((), uses_cxx=False)


def native_project(read: Read, directory: str, words: tuple[str, ...] = ()) -> NativeProject:
    """What the build files in a directory, and those that they include, name; nothing where none is available.

    ``words`` are those by which CMake is configured: what they turn off is left out.
    """
    named, uses_cxx = list[Named](), False
    own, files = set[str](), dict(build_files(read, directory, words))
    for name, text in files.items():
        uses_cxx = uses_cxx or (CXX.search(text) is not None and not LINKS_CXX_IN.search(text))
        own |= _own(text)
        named += _all_named_in(name, text)
    named = [*_linked(named, files), *_in_submodules(read, directory, files)]
    # What the project itself builds or fetches is no library of the system.
    return NativeProject(tuple(dict.fromkeys(one for one in named if one.name.lower() not in own)), uses_cxx=uses_cxx)


def _linked(named: list[Named], files: Mapping[str, str]) -> list[Named]:
    """Those that are linked: what CMake finds is not, where others are linked by their variables and it is not.

    ``find_package(Freetype)`` gives ``${FREETYPE_LIBRARIES}`` and ``Freetype::Freetype``. A program that is left out
    may be the only one that used these.
    """
    texts = [text for name, text in files.items() if name.endswith("CMakeLists.txt")]
    found = {match[1] or match[2] for text in texts for match in USED.finditer(text)}
    calls = (match for text in texts for match in CMAKE_CALL.finditer(text) if "link_libraries" in match[1].lower())
    words = sorted(
        {name.lower() for name in found} | {word.lower() for match in calls for word in match[2].split()[1:]}
    )

    def is_used(name: str) -> bool:
        at = bisect_left(words, name.lower())
        return at < len(words) and words[at].startswith(name.lower())

    packages = {one.name for one in named if one.by is By.CMAKE and one.file == "CMakeLists.txt"}
    if not any(map(is_used, packages)):
        return named
    return [one for one in named if one.name not in packages or one.name == "OpenMP" or is_used(one.name)]


def _in_submodules(read: Read, directory: str, files: dict[str, str]) -> Iterator[Named]:
    """What projects use whose files are not here: a clone by its directory's name, and a submodule that is built."""
    if not files and _called(directory) in WITH_OPENMP:
        yield Named(By.CMAKE, "OpenMP", _called(directory))
    modules = (read(f"{directory.rstrip('/')}/.gitmodules") or "") if "CMakeLists.txt" in files else ""
    for match in SUBMODULE.finditer(modules[:LONGEST]):
        path, url = match[1].strip(), match[2].strip().removesuffix(".git")
        is_built = re.search(rf"\badd_subdirectory[ \t]*\([ \t\n]*{re.escape(path)}[ \t\n)]", files["CMakeLists.txt"])
        if is_built and is_with_openmp(url) and f"{path}/CMakeLists.txt" not in files:
            yield Named(By.CMAKE, "OpenMP", f"{path}/CMakeLists.txt")


def links_shared(read: Read, directory: str) -> bool:
    """Whether build files of a project are available, and none of them names a static link; so with known projects."""
    texts = [text for _, text in build_files(read, directory)]
    if not texts and _called(directory) in WITH_OPENMP:
        return True
    return bool(texts) and not any(map(LINKS_STATIC.search, texts))


def is_with_openmp(url: str) -> bool:
    """Whether an address is that of a project that uses OpenMP by default."""
    owner, _, name = url.rpartition("/")
    return f"{owner}/".endswith(OWNER) and name in WITH_OPENMP


def _called(directory: str) -> str:
    """The name of a directory, which a clone has from its project."""
    return directory.rstrip("/").rpartition("/")[2]


def modules_of(command: str) -> tuple[str, ...]:
    """The modules of ``pkg-config --libs a b``, none where it asks for archives or for something else."""
    words = command.split()
    if not PKG_CONFIG.match(command.strip()) or "--libs" not in words or "--static" in words:
        return ()
    return tuple(word for word in words[1:] if MODULE.match(word))


def build_files(read: Read, directory: str, words: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The build files by name, with their texts without comments; those that a file includes follow it."""
    waiting = ["CMakeLists.txt", "meson.build", *AUTOCONF, *MAKEFILES]
    seen, count = set[str](), 0
    while waiting and count < MOST_FILES and len(seen) < MOST_NAMES:
        name = waiting.pop(0)
        text = read(f"{directory.rstrip('/')}/{name}") if name not in seen else None
        seen.add(name)
        if text is not None:
            count += 1
            plain = _without_comments(text[:LONGEST])
            if name.endswith((".txt", ".cmake")):
                from dfix.manifests.cmake_conditions import switches, without_left_out

                plain = without_left_out(plain, switches(words))
            waiting += _included(name, plain)
            yield name, plain


@lru_cache(MOST_FILES)
def _without_comments(text: str) -> str:
    return COMMENT.sub("", text.replace("\r", "").replace("\\\n", " "))


def _included(name: str, text: str) -> Iterator[str]:
    """The build files that a build file includes, by their names from the project's directory."""
    folder, _, last = name.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    if last == "CMakeLists.txt" or last.endswith(".cmake"):
        for match in CMAKE_CALL.finditer(text):
            words = match[2].split()
            if match[1].lower() == "add_subdirectory" and words and MODULE.match(words[0].replace("/", "")):
                yield f"{prefix}{words[0].rstrip('/')}/CMakeLists.txt"
            elif match[1].lower() == "include" and words and words[0].endswith(".cmake") and "$" not in words[0]:
                yield f"{prefix}{words[0]}"
            elif match[1].lower() == "find_package" and words and MODULE.match(words[0].strip('"')):
                # The project's own modules come before CMake's (``CMAKE_MODULE_PATH``).
                yield from (f"{place}/Find{words[0].strip(chr(34))}.cmake" for place in MODULE_PLACES)
    elif last in MAKEFILE_NAMES or last.endswith((".mk", ".mak")):
        yield from (f"{prefix}{match[1]}" for match in MAKE_INCLUDE.finditer(text))
    elif last == "meson.build":
        yield from (f"{prefix}{match[2]}/meson.build" for match in MESON.finditer(text) if match[1] == "subdir")


@lru_cache(MOST_FILES)
def _own(text: str) -> frozenset[str]:
    """The names of what the project builds, fetches or links as archives, in lower case."""
    own = set[str]()
    for match in CMAKE_CALL.finditer(text):
        words = match[2].split()
        if match[1].lower() in ("add_library", "fetchcontent_declare") and words:
            own.add(words[0].lower())
        elif match[1].lower() == "cpmaddpackage" and "NAME" in words[:-1]:
            own.add(words[words.index("NAME") + 1].lower())
    return frozenset(own | {match[1].lower() for match in ARCHIVES.finditer(text)})


@lru_cache(MOST_FILES)
def _all_named_in(name: str, text: str) -> tuple[Named, ...]:
    return tuple(_named_in(name, text))


def _named_in(name: str, text: str) -> Iterator[Named]:
    last = name.rpartition("/")[2]
    if last == "CMakeLists.txt" or last.endswith(".cmake"):
        yield from _in_cmake(last, text)
    elif last == "meson.build":
        yield from _in_meson(text)
    elif last in AUTOCONF:
        yield from _in_autoconf(last, text)
    else:
        yield from _in_makefile(last, text)


def _in_cmake(file: str, text: str) -> Iterator[Named]:
    lists = cmake_lists(text)
    if OPENMP.search(text) or OPENMP_IS_ON.search(text):
        yield Named(By.CMAKE, "OpenMP", file)
    for match in CMAKE_CALL.finditer(text):
        words = [one for word in match[2].split() for one in with_values(word.strip('"'), lists)]
        match match[1].lower():
            case "find_package" if words:
                yield Named(By.CMAKE, words[0], file, _components(words[1:]))
            case "pkg_check_modules" | "pkg_search_module":
                yield from (Named(By.MODULE, _plain(word), file) for word in words[1:] if _is_name(word))
            case "find_library" | "target_link_libraries":
                yield from (Named(By.FLAG, word.removeprefix("-l"), file) for word in words[1:] if _is_name(word))
            case "link_libraries":
                yield from (Named(By.FLAG, word.removeprefix("-l"), file) for word in words if _is_name(word))


def cmake_lists(text: str) -> dict[str, tuple[str, ...]]:
    """The lists of words that ``set`` gives to variables; one that is set twice has the words of both."""
    lists: dict[str, tuple[str, ...]] = {}
    for match in SET.finditer(text):
        name, *words = (word.strip('"') for word in match[1].split()[: MOST_WORDS + 1])
        lists[name] = (*lists.get(name, ()), *words)[:MOST_WORDS]
    return lists


def with_values(word: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a word means: those of a variable's list where it is nothing but ``${NAME}``."""
    return lists.get(word[2:-1], (word,)) if word.startswith("${") and word.endswith("}") else (word,)


def _components(words: list[str]) -> tuple[str, ...]:
    """The components that ``find_package`` asks for: they follow COMPONENTS, or REQUIRED."""
    starts = [number for number, word in enumerate(words) if word in ("COMPONENTS", "REQUIRED")]
    asked = words[min(starts) + 1 :] if starts else []
    return tuple(word for word in asked if _is_name(word))


def _is_name(word: str) -> bool:
    """Whether a word of a CMake call may name a library, a module or a component."""
    name = _plain(word.removeprefix("-l"))
    return bool(MODULE.match(name)) and name.lower() not in CMAKE_WORDS and "::" not in word


def _plain(word: str) -> str:
    """A module without the version that it must have."""
    return re.split(r"[<>=]", word, maxsplit=1)[0]


def _in_meson(text: str) -> Iterator[Named]:
    for match in MESON.finditer(text):
        is_linked = not re.search(r"static\s*:\s*true", match[3])
        if match[1] == "dependency" and is_linked:
            yield Named(By.MODULE, match[2], "meson.build")
        elif match[1] == "find_library" and is_linked:
            yield Named(By.FLAG, match[2], "meson.build")


def _in_autoconf(file: str, text: str) -> Iterator[Named]:
    for match in PKG_CHECK.finditer(text):
        words = (match[1] or match[2]).strip(" []\n\t").split()
        yield from (Named(By.MODULE, _plain(word), file) for word in words if MODULE.match(_plain(word)))
    for match in CHECK_LIB.finditer(text):
        words = (match[1] or match[2]).strip(" []\n\t").split()
        yield from (Named(By.FLAG, word, file) for word in words if MODULE.match(word))
    for match in BOOST.finditer(text):
        if match[1].lower() in BOOST_LIBRARIES:
            yield Named(By.CMAKE, "Boost", file, (match[1].lower(),))


def _in_makefile(file: str, text: str) -> Iterator[Named]:
    yield from (Named(By.FLAG, match[1], file) for match in FLAG.finditer(text))
    if OPENMP.search(text):
        yield Named(By.CMAKE, "OpenMP", file)
    for match in PKG_CONFIG.finditer(text):
        yield from (Named(By.MODULE, module, file) for module in modules_of(f"pkg-config {match[1]}"))
