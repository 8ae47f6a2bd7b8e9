"""Dynamic loaders: their names, the places where they are, and the words that hint at them."""

from dfix.images import Libc
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

# A program's interpreter on amd64 and on arm64 (System V ABI supplements; musl's own manual).
INTERPRETERS = {
    Libc.GLIBC: ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"),
    Libc.MUSL: ("/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1"),
}
# A loader's file, wherever it is.
LOADER_NAMES = {
    Libc.GLIBC: pattern(r"/ld-linux[\w.-]*\.so\.\d+$|/ld-\d.*\.so$", having="/ld-"),
    Libc.MUSL: pattern(r"/ld-musl-\w+\.so\.1$", having="/ld-musl-"),
}
# A loader's file where the kernel finds it.
LOADER_PATHS = {
    Libc.GLIBC: pattern(
        r"^/(lib|lib64|usr/lib|usr/lib64|lib/[\w-]+-linux-gnu\w*)/ld-(linux[\w.-]*\.so\.\d|\d[\d.]*\.so)",
        having="/ld-",
    ),
    Libc.MUSL: pattern(r"^/lib/ld-musl-\w+\.so\.1", having="/ld-musl-"),
}
# A loader's file as a COPY may write it, patterns included.
LOADER_WRITTEN = {
    Libc.GLIBC: pattern(r"/ld-(linux|\d)", having="/ld-"),
    Libc.MUSL: pattern(r"/ld-musl-", having="/ld-musl-"),
}
# Directories in which loaders are: /lib/ld-musl-*, /lib64/ld-linux-*, Debian's /lib/<triplet>.
LOADER_PLACE = pattern(r"^/(usr/)?lib(32|64|x32)?$|^/(usr/)?lib/[\w-]+-linux-gnu\w*$", having="/lib")
# Directories of libraries, into which a loader may be copied under a name that is not known.
LIBRARY_DIRECTORY = pattern(r"^/(lib|lib64|usr/lib|usr/lib64)/?$")
# A library's file, or a pattern of such files, where the loader looks for them.
LIBRARY_FILE = pattern(r"^/(usr/)?lib(32|64)?/([\w-]+-linux-gnu\w*/)?lib[^/]*\.so[^/]*$", having=".so")
# Ways to put a glibc on Alpine, or to give a program another loader, that no model reads. ``ld-musl-ARCH.path``
# is a configuration file, often written with ``$(uname -m)``.
LOADER_WORDS = pattern(
    r"alpine-pkg-glibc|glibc-\d|glibc-bin|glibc-compat|sgerrand|ld-linux|gcompat|libc6-compat"
    r"|ld-musl(?!-[\w$({})\s-]*\.path)",
    having="glibc sgerrand ld-linux ld-musl gcompat libc6-compat",
)
# Alpine's packages that imitate glibc: they bring its loader's name and some symbols, and no libraries.
IMITATIONS = frozenset({"gcompat", "libc6-compat"})


class Loader(NamedTuple):
    """A dynamic loader that is in a root; ``compat``: it is that of an imitation of the libc (gcompat)."""

    libc: Libc
    version: str | None
    compat: bool = False


def is_loader(path: str) -> bool:
    """Whether a path is a loader's, wherever it is."""
    return any(name.search(path) for name in LOADER_NAMES.values())


def is_loader_place(directory: str) -> bool:
    """Whether loaders are in a directory, or in one below it that every root has."""
    return directory in ("/", "/usr") or LOADER_PLACE.match(directory) is not None


def loader_path(libc: Libc, platform: str | None) -> str:
    """A program's interpreter on a platform (``linux/arm64``); amd64 when that is not known."""
    arm = platform is not None and "arm64" in platform
    return INTERPRETERS[libc][arm] if libc in INTERPRETERS else "its loader"
