"""What a base image and its packages hold at paths that nobody in the Dockerfile wrote.

The directories are those of the Filesystem Hierarchy Standard 3.0. What single images hold is
in ``images/data/tools.json``.
"""

import re
from functools import lru_cache

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.images import Libc
from dfix.images.tools import Tool, ToolKind, paths_matching, tool_at
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Abi, Artifact, Environment, Kind, Linkage
from dfix.trace.state.facts import Happening
from dfix.trace.state.file_tree import SHARED_OBJECT, Node
from dfix.trace.state.names import is_portable_name
from dfix.trace.state.origin import FromImage
from dfix.trace.state.products import of_no_release, portable
from dfix.trace.state.root import Root

PACKAGE_PROGRAMS = FactFile[dict[str, str]](__file__, "package_programs.json")
CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
DATA_DIRECTORIES = pattern(
    r"^/(etc|usr/share|usr/include|usr/local/share|usr/local/include|usr/local/etc|usr/src|var|boot|proc|sys|run|dev|"
    r"lib/systemd|lib/udev|usr/lib/systemd|usr/lib/locale|usr/lib/ssl|lib/apk)(/|$)"
)
PROGRAM_DIRECTORIES = pattern(r"^/(usr/)?s?bin(/|$)|^/usr/libexec/")
LOCAL_PROGRAMS = pattern(
    r"^/usr/local/s?bin(/|$)|^/opt/[^/]+/s?bin(/|$)|^/(root/|home/\w+/)?(\.local|go|\.cargo|\.nimble|\.cabal)/bin(/|$)"
)
LIBRARY_DIRECTORIES = pattern(r"^/(usr/)?(local/)?lib(32|64|x32)?(/|$)")
JAVA = pattern(r"^/(usr/lib/jvm|usr/local/openjdk|opt/java|opt/(jdk|jre|openjdk)[^/]*|usr/java)(/|$|-)")
# Where interpreters keep packages: the language, and its version where the path says it.
LANGUAGE_DIRECTORIES = (
    ("python", pattern(r"/lib(?:64)?/python(\d\.\d+|\d)?(/|$)|/(?:site|dist)-packages(/|$)")),
    ("node", pattern(r"/lib()/node_modules(/|$)")),
    ("ruby", pattern(r"^/usr/local/bundle()(/|$)|/lib/ruby(?:/gems/(\d\.\d+))?(/|$)|^/var/lib/gems(/|$)")),
    ("perl", pattern(r"/(?:lib|share)/perl(5)?(/|$)")),
)
PHP_EXTENSIONS = pattern(r"/lib/php\d*/(extensions|modules|\d+)(/|$)")
# Commands of interpreters that are scripts.
SCRIPTS = frozenset(
    "npm npx yarn yarnpkg corepack pip pip3 composer lein clojure clj gem bundle bundler irb rake".split()
)
INTERPRETERS = pattern(r"^(python[\d.]*|node|nodejs|ruby|php|php-fpm|perl[\d.]*)$")


def content_at(root: Root, path: str) -> Node | None:
    """What the root's base or its packages hold at ``path``; None when nothing can be said."""
    if path == "/" or path.startswith(f"/{UNKNOWN_TEXT}"):
        return None
    locked = root.image.locked if root.image else None
    if locked and locked.files:
        from dfix.trace.knowledge.measured_file import is_told, measured_file

        if is_told(locked, path):
            found = measured_file(locked, path)
            return _brought(root, path, found)._replace(tree=False) if found else None
    artifact = _by_image(root, path) or (_by_path(root, path) if root.image or not root.is_empty else None)
    return _brought(root, path, artifact) if artifact else None


def contents_matching(root: Root, pattern: str) -> list[tuple[str, Node]]:
    """The programs of the root's image that a pattern of paths means, each with its path."""
    paths = paths_matching(root.image.reference, pattern) if root.image else ()
    return [(path, node) for path in paths if (node := content_at(root, path)) is not None]


def _brought(root: Root, path: str, artifact: Artifact) -> Node:
    """What the image brought at a path."""
    provenance = (root.place,) if root.place else ()
    arch = root.arch if artifact.is_dynamic else None
    program = _last_part(path) if artifact.kind is Kind.PROGRAM else ""
    brought = artifact._replace(origin=FromImage(root.image, program=program), provenance=provenance, arch=arch)
    return Node(brought, tree="." not in _last_part(path))


def _by_image(root: Root, path: str) -> Artifact | None:
    """What the data files say of this path in this image."""
    tool = tool_at(root.image.reference, path) if root.image else None
    name = _last_part(path)
    if tool is None or _language_directory(path):
        return None
    is_interpreter = tool.is_named or INTERPRETERS.match(name)
    if tool.kind is ToolKind.FOLLOWS_IMAGE and LOCAL_PROGRAMS.match(path) and not is_interpreter:
        # Beside the interpreter, its directory holds what the stage installed.
        return None
    if name in SCRIPTS or _is_portable_by_name(name):
        return portable("a script or data, by its name")
    return _of_tool(root, tool, path)


def _of_tool(root: Root, tool: Tool, path: str) -> Artifact | None:
    """The artifact that a known file of an image is."""
    kind = Kind.LIBRARY if SHARED_OBJECT.search(path) else Kind.PROGRAM
    why = f"{tool.name}: {tool.why}"
    libc = {ToolKind.GLIBC: Libc.GLIBC, ToolKind.MUSL: Libc.MUSL}.get(tool.kind, root.libc)
    sure = min(tool.confidence, root.family_sure)
    if tool.kind is ToolKind.PORTABLE:
        return portable(why, tool.confidence)
    if tool.kind is ToolKind.STATIC:
        return Artifact(kind, Linkage.STATIC, None, "", tool.confidence, why)
    if tool.kind is ToolKind.FOLLOWS_IMAGE and root.closed and not root.loaders:
        return Artifact(kind, Linkage.STATIC, None, "", sure, "its image has no loader, so it must be static")
    if tool.kind is ToolKind.DEPENDS or libc is None:
        return Artifact(kind, Linkage.UNKNOWN, None, "", POSSIBLE, why)
    abi = Abi(libc, None, tool.glibc_min if libc is Libc.GLIBC else None)
    return Artifact(kind, Linkage.DYNAMIC, abi, "", min(sure, LIKELY), why, needs=_sonames(root, tool))


def _sonames(root: Root, tool: Tool) -> tuple[str, ...]:
    """The libraries that a tool needs; OpenSSL's soname is that of the image's release."""
    libssl = root.release.libssl if root.release else None
    return tuple(libssl if name == "libssl" and libssl else name for name in tool.needs if name != "libssl" or libssl)


def _by_path(root: Root, path: str) -> Artifact | None:
    """What a path says by itself: the first reading that fits."""
    return next((artifact for reading in READINGS if (artifact := reading(root, path))), None)


def _static_program(root: Root, path: str) -> Artifact | None:
    """A program whose name says static, or that is in an image without a loader."""
    name = _last_part(path)
    has_no_loader = root.image is not None and root.closed and not root.loaders
    if not name.endswith("-static") and (not has_no_loader or "." in name):
        return None
    return Artifact(
        Kind.PROGRAM, Linkage.STATIC, None, "", LIKELY, "its name says static, or its image runs only static programs"
    )


def _language_packages(_root: Root, path: str) -> Artifact | None:
    """A directory in which an interpreter keeps packages."""
    environment = _language_directory(path)
    if environment is None or SHARED_OBJECT.search(_last_part(path)):
        return None
    because = f"{environment.language} packages of the image that may have native parts"
    linkage = Linkage.STATIC if environment.language == "node" else Linkage.UNKNOWN
    return Artifact(Kind.ENVIRONMENT, linkage, None, "", POSSIBLE, because, environment=environment)


def _data(_root: Root, path: str) -> Artifact | None:
    if DATA_DIRECTORIES.match(path) or _is_portable_by_name(_last_part(path)):
        return portable("a data file, by its path")
    return None


def _java_runtime(root: Root, path: str) -> Artifact | None:
    if JAVA.match(path) and _brings_java(root):
        return of_no_release(_native(root, Kind.PROGRAM, LIKELY, "a Java runtime built for its image's libc"))
    return None


def _shared_library(root: Root, path: str) -> Artifact | None:
    """A library that the distribution's packages bring, or an extension of an image of PHP."""
    name = _last_part(path)
    is_library = bool(SHARED_OBJECT.search(name)) or ".so." in name
    is_packaged = is_library and LIBRARY_DIRECTORIES.match(path) and not path.startswith("/usr/local")
    if is_packaged or _is_php_extension(root, path):
        return _native(root, Kind.LIBRARY, LIKELY, "a shared library of the image or its packages")
    return None


def _packaged_program(root: Root, path: str) -> Artifact | None:
    if PROGRAM_DIRECTORIES.match(path):
        return _native(root, Kind.PROGRAM, _sure_of(root, _last_part(path)), "a program of the image or its packages")
    return None


def _local_program(root: Root, path: str) -> Artifact | None:
    """A program that does not come from the distribution's packages."""
    name = _last_part(path)
    if not LOCAL_PROGRAMS.match(path):
        return None
    if name in SCRIPTS:
        return portable("a script")
    if INTERPRETERS.match(name) and root.image and root.image.official:
        return of_no_release(_native(root, Kind.PROGRAM, LIKELY, "the interpreter of the image"))
    return Artifact(Kind.PROGRAM, Linkage.UNKNOWN, None, "", POSSIBLE, "a program that came with the image")


def _other_libraries(root: Root, path: str) -> Artifact | None:
    if LIBRARY_DIRECTORIES.match(path):
        return _native(root, Kind.LIBRARY, POSSIBLE, "libraries of the image or its packages")
    return None


# In the order in which they are tried.
READINGS = (
    _static_program,
    _language_packages,
    _data,
    _java_runtime,
    _shared_library,
    _packaged_program,
    _local_program,
    _other_libraries,
)


def _last_part(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _is_portable_by_name(name: str) -> bool:
    return is_portable_name(name) and not SHARED_OBJECT.search(name)


def _is_php_extension(root: Root, path: str) -> bool:
    is_image_of_php = root.image is not None and root.image.reference.path.endswith("php")
    return is_image_of_php and PHP_EXTENSIONS.search(path) is not None


def _brings_java(root: Root) -> bool:
    """Whether the image or a package of the distribution brings Java; what is downloaded may be of any libc."""
    name = _last_part(root.image.reference.path) if root.image else ""
    is_named = any(word in name for word in ("openjdk", "temurin", "corretto", "java", "jdk", "jre", "maven", "gradle"))
    return is_named or any(re.match(r"(openjdk|default-jdk|default-jre|java-)", package) for package in root.packages)


def _sure_of(root: Root, name: str) -> Confidence:
    """How sure it is that a program is a native one: likely where a package brings it, since others may be scripts.

    A package of a foreign repository may hold a program that is linked statically.
    """
    is_packaged = package_bringing(root, name) is not None
    return LIKELY if is_packaged and not root.facts.may_have(Happening.FOREIGN_REPOSITORY) else POSSIBLE


def package_bringing(root: Root, program: str) -> str | None:
    """The installed package that brings a program; None when none is known to."""
    if program in root.packages:
        return program
    return min(_bringing(program) & root.packages, default=None)


@lru_cache(maxsize=256)
def _bringing(program: str) -> frozenset[str]:
    """The packages that bring a program under another name than their own."""
    return frozenset(package for package, listed in PACKAGE_PROGRAMS().items() if program in listed.split())


def _native(root: Root, kind: Kind, sure: Confidence, because: str) -> Artifact:
    """A native file that was built for the image's libc."""
    if root.libc is None:
        return Artifact(kind, Linkage.UNKNOWN, None, "", POSSIBLE, because)
    return Artifact(kind, Linkage.DYNAMIC, Abi(root.libc, root.release), "", min(sure, root.family_sure), because)


def _language_directory(path: str) -> Environment | None:
    """The language whose packages are kept there; None where no language's are."""
    for language, directory in LANGUAGE_DIRECTORIES:
        match = directory.search(path)
        if match:
            version = next((group for group in match.groups() if group and group[0].isdigit() and "." in group), None)
            return Environment(language, version)
    return None
