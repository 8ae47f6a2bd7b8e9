"""The libraries that a program of C or C++ needs: by its compiler's words, or by its project's build files.

What a compiler is told to link is certain. What the project's build files or ``./configure --with-…`` name is likely,
where the builder is known to have it; a development package alone makes its libraries possible. Measured with g++ 10,
12 and 14 (see the page of DF105).
"""

from collections.abc import Iterable, Iterator

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.images.link_names import links_of_cmake, links_of_module
from dfix.images.packages import DEVELOPMENT
from dfix.manifests.native_links import WITH_OPENMP, By, Named, modules_of, native_project
from dfix.syntax.script import Substitution
from dfix.text import readable
from dfix.text.pattern import pattern
from dfix.trace.knowledge.builder_libraries import (
    can_link,
    has_own_libraries,
    is_installed_here,
    linked_library,
    needs_by_packages,
)
from dfix.trace.knowledge.needs.cxx_symbols import symbols
from dfix.trace.knowledge.needs.known_projects import linked_by
from dfix.trace.knowledge.needs.need import Need, is_add_on
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.facts import ProjectBuild
from dfix.trace.state.products import RECENT_CLONE
from dfix.trace.state.root import Root

FROM_LINKER, FROM_RUNTIME = Evidence.LINKER_WORD.sure, Evidence.MEASURED_RUNTIME.sure
LINKED_IN = pattern(r"-static-libstdc\+\+|-static-libgcc")
OPENMP = ("-fopenmp", "-fopenmp=libgomp")
# LLVM's own C++ runtime (its manual, "Using libc++").
LLVM_RUNTIME = ("libc++.so.1", "libc++abi.so.1")
SOURCES = (".cc", ".cpp", ".cxx", ".C")
# A switch of ./configure that turns something on: ``--with-openssl=/usr``, ``--enable-libx264``.
SWITCH = pattern(r"--(?:with|enable)-([a-z][\w.+-]*?)(?:=(.*))?$")
OFF = pattern(r"^-D\s*\w*?(?:WITH|ENABLE|USE|BUILD)_?(\w+?)(?::\w+)?=(?:OFF|0|NO|FALSE|N)$")
OTHER_COMPILER = pattern(r"clang|\bicp?x\b|\bic[cp]c\b|\bnvc|emcc")
NO_OPENMP = pattern(
    r"-D\s*\w*(OPENMP|OMP)(:\w+)?=(OFF|0|NO|FALSE|N)\b|-D\s*\w*DISABLE\w*OPENMP\w*=(ON|1)|--disable-openmp|-D\s*\w*_STATIC(:\w+)?=(ON|1)"
)
# Where a static link may be asked for, and projects whose libraries are called otherwise.
FLAGS, STATIC = ("LDFLAGS", "CFLAGS", "CXXFLAGS", "LIBS"), pattern(r"(^|\s)-static(\s|$)")
OWN_NAMES = {"ssl": "openssl", "crypto": "openssl", "z": "zlib", "jpeg": "libjpeg-turbo", "png16": "libpng"}
STEM_END = pattern(r"[-_.]")
# Debian's first PCRE has the name of its soname (its package libpcre3-dev); others are called like the project.
PACKAGES = {"pcre": "pcre3", "gnutls": "gnutls28", "ssl": "ssl", "expat": "expat1", "lept": "leptonica"}
# Managers that build a C++ project's libraries, mostly as archives.
OWN_LIBRARIES = pattern(r"vcpkg|conan")
MANAGER_FILES = ("vcpkg.json", "conanfile.txt", "conanfile.py")


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What is linked into a product of a compiler, or of a build system."""
    made = artifact.made
    if made is None or builder is None:
        return
    if made.toolchain.name == "cc":
        yield from _by_compiler(artifact, made.call, builder)
    elif made.project is not None:
        source, words = made.project.source or made.call.cwd, (*made.project.words, *made.call.texts)
        named = [*_by_project(source, words, builder, made.call), *_by_known(made.project, words, builder, made.call)]
        yield from _once((*named, *needs_by_packages(builder, only_sign=not named and _is_dynamic(words))))


def _once(found: Iterable[Need]) -> Iterator[Need]:
    """The surest need of each library."""
    surest = dict[tuple[str, str | None], Need]()
    for need in found:
        before = surest.get((need.soname, need.version))
        if before is None or before.sure < need.sure:
            surest[need.soname, need.version] = need
    yield from surest.values()


def _by_compiler(artifact: Artifact, call: Call, builder: Root) -> Iterator[Need]:
    if artifact.language == "c++":
        yield from _cxx_runtime(call, builder)
    if call.has("-Wl,-Bstatic", "-static", "-c") or (call.has("-shared") and not is_add_on(call)):
        return
    if "gfortran" in call.name and not call.has("-static-libgfortran"):
        yield from _fortran_runtime(call, builder)
    is_own, sure = has_own_libraries(builder), Evidence.LINKED_ADD_ON.sure if is_add_on(call) else FROM_LINKER
    for link, because in _links_of_words(call):
        found = list(_linked(link, builder, sure, because)) if not is_own or can_link(link, builder) else []
        yield from found
        if not found and is_installed_here(link, builder):
            yield Need(f"lib{link}.so", Evidence.OWN_AND_LINKED.sure, f"{because}, and this build makes it", own=True)


def _fortran_runtime(call: Call, builder: Root) -> Iterator[Need]:
    """What gfortran links; a compiler that no package brought is GCC 8 or later (GCC's changes, libgfortran.so.5)."""
    because = f"`{readable(call.name)}` links Fortran's runtime"
    found = list(_linked("gfortran", builder, FROM_RUNTIME, because))
    yield from found or (Need("libgfortran.so.5", Evidence.KNOWN_RUNTIME.sure, because),)


def _cxx_runtime(call: Call, builder: Root) -> Iterator[Need]:
    """What a C++ compiler links by itself, or a C compiler by ``-lstdc++``."""
    words, because = " ".join(call.texts), f"`{readable(call.name)}` links the C++ runtime"
    if "++" not in call.name and call.name != "nvcc" and "-lstdc++" not in words:
        return
    if "-stdlib=libc++" in words:
        yield from (Need(soname, Evidence.KNOWN_RUNTIME.sure, "`-stdlib=libc++` links it") for soname in LLVM_RUNTIME)
    elif "-static-libstdc++" not in words:
        yield Need("libstdc++.so.6", FROM_RUNTIME, because)
        yield from symbols(call, builder, _sources(call, builder))
    if not LINKED_IN.search(words):
        yield Need("libgcc_s.so.1", FROM_RUNTIME, because)


def _sources(call: Call, builder: Root) -> str:
    """The texts of the sources that the compiler is given, where they are available."""
    return "\n".join(builder.read(call.path(text)) or "" for text in call.texts if text.endswith(SOURCES))


def _links_of_words(call: Call) -> Iterator[tuple[str, str]]:
    """Link names and their evidence: ``-lpq``, ``-fopenmp``, ``$(pkg-config --libs libpq)``."""
    for word in call.texts:
        if word.startswith("-l") and len(word) > 2:
            yield word[2:], f"`{readable(word)}` links it"
        elif word in OPENMP and "clang" not in call.name:
            yield "gomp", f"`{word}` links it"
    parts = (part for word in call.command.words for part in word.parts)
    for command in (part.command for part in parts if isinstance(part, Substitution)):
        for module in modules_of(command):
            yield from ((link, f"`{readable(command.strip())}` links it") for link in links_of_module(module))


def _linked(link: str, builder: Root, sure: Confidence, because: str) -> Iterator[Need]:
    library = linked_library(link, builder)
    if library is not None:
        yield Need(library.soname, min(library.sure, sure), because)


def _by_project(source: str, words: tuple[str, ...], builder: Root, call: Call) -> Iterator[Need]:
    """What the project's build files and the words of its configuration name."""
    read = builder.read
    if OWN_LIBRARIES.search(" ".join(words)) or any(read(f"{source}/{name}") is not None for name in MANAGER_FILES):
        return
    project = native_project(read, source, words)
    off = {match[1].lower() for match in map(OFF.match, words) if match}
    for named in project.named:
        because = f"{named.file} names {named.name}"
        is_old = named.file in WITH_OPENMP and not _is_recent(source, builder)
        sure = (Evidence.BUILD_FILE_OF_A_CLONE if is_old else Evidence.BUILD_FILE).sure
        for link in _links_of(named) if named.name.lower() not in off else ():
            if can_link(link, builder) or (link == "gomp" and _takes_gomp(words, call)):
                yield from _linked(link, builder, sure, because)
            elif is_installed_here(link, builder):
                own = Evidence.OWN_AND_LINKED.sure
                yield Need(f"lib{link}.so", own, f"{because}, which this build makes", own=True)
    if builder.context is not None:
        from dfix.manifests.own_libraries import own_libraries

        for name in own_libraries(read, source, words):
            yield Need(name, Evidence.OWN_LIBRARY.sure, "each of the project's programs links it", own=True)
    if project.uses_cxx and not LINKED_IN.search(" ".join(words)):
        yield from (
            Need(name, Evidence.BUILD_FILE.sure, "the project is of C++")
            for name in ("libstdc++.so.6", "libgcc_s.so.1")
        )
        yield from symbols(call, builder, "")
    yield from _by_switches(words, builder)


def _by_known(project: ProjectBuild, words: tuple[str, ...], builder: Root, call: Call) -> Iterator[Need]:
    """What a well-known project that was downloaded links, by its manual, of what the builder has headers for."""
    if not project.known or any(STATIC.search(call.env.get(name, "")) for name in FLAGS):
        return
    for linked in linked_by(project, words):
        found = _linkable(linked.one_of, builder)
        if len(found) == 1 and not _is_own(found[0], builder):
            yield from _linked(found[0], builder, Evidence.KNOWN_PROJECT.sure, linked.because)


def _linkable(links: tuple[str, ...], builder: Root) -> list[str]:
    """Those of a project's alternatives that the builder can link; of several, those whose own package is there."""
    found = [link for link in links if can_link(link, builder)]
    if len(found) < 2:
        return found
    names = {DEVELOPMENT.sub("", package).removeprefix("lib") for package in builder.packages}
    return [link for link in found if not names.isdisjoint((_stem(link), PACKAGES.get(link, "")))]


def _stem(link: str) -> str:
    """The name of a project by the link name of one of its libraries: ``pcre2-8`` is PCRE2's."""
    return OWN_NAMES.get(link) or STEM_END.split(link, 1)[0]


def _is_own(link: str, builder: Root) -> bool:
    """Whether the builder may have built the library of a link name itself."""
    return any(is_installed_here(name, builder) for name in (link, _stem(link)))


def _is_recent(source: str, builder: Root) -> bool:
    """Whether sources were cloned from where only newer versions are, and no version was chosen."""
    node = builder.nodes.get(source.rstrip("/"))
    return node is not None and node.artifact.because == RECENT_CLONE


def _takes_gomp(words: tuple[str, ...], call: Call) -> bool:
    """Whether OpenMP is GCC's: it comes with the compiler. Clang and Intel's compilers have their own."""
    said = " ".join((*words, call.env.get("CC", ""), call.env.get("CXX", "")))
    return not (OTHER_COMPILER.search(said) or NO_OPENMP.search(said))


def _links_of(named: Named) -> tuple[str, ...]:
    match named.by:
        case By.FLAG:
            return (named.name,)
        case By.MODULE:
            return links_of_module(named.name)
        case By.CMAKE:
            return links_of_cmake(named.name, named.components)


def _by_switches(words: tuple[str, ...], builder: Root) -> Iterator[Need]:
    """What ``./configure --with-openssl --enable-libx264`` turns on; archives where it asks for them."""
    is_static = any("--static" in word for word in words)
    sure = (Evidence.CONFIGURED_STATIC if is_static else Evidence.CONFIGURED).sure
    for match in filter(None, map(SWITCH.match, words)):
        # A directory of its own holds another library than the builder's.
        is_elsewhere = "/" in (match[2] or "") and match[2].rstrip("/") != "/usr"
        if is_elsewhere or match[2] in ("no", "static", "shared", "builtin", "bundled", "internal"):
            continue
        for link in links_of_module(match[1]):
            if can_link(link, builder):
                yield from _linked(link, builder, sure, f"`{readable(match[0])}` asks for it")


def _is_dynamic(words: tuple[str, ...]) -> bool:
    """Whether no word of a configuration asks for archives, whatever it links of them."""
    return not any("static" in word.lower() or "bundled" in word.lower() for word in words)
