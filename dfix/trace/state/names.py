"""What the name of a file or a directory tells of what is in it.

Sets of words, not regular expressions: these take longer to compile than most files take to trace.
"""

# Endings of files that run on any libc, or do not run at all.
PORTABLE_ENDINGS = frozenset(
    (
        "a h hpp c cc cpp go rs py pyc js mjs cjs ts css htm html json yml yaml toml xml txt md conf cfg ini cnf pem "
        "crt key sh bash rb php pl lua sql jar war ear class svg png jpg jpeg gif ico woff woff2 ttf ttc otf map wasm "
        "pc cmake la mo po tmpl tpl gotmpl proto lock sum mod properties service env example csv dat db mmdb gz xz zip "
        "zst bz2 tgz apk deb rpm"
    ).split()
)
# Directories in which builds put programs.
BUILD_NAMES = frozenset("bin sbin build release debug dist out _out output obj objs target lib libs cmd".split())
PLATFORMS = ("linux", "amd64", "x64", "x86_64")
DATA_NAMES = frozenset(
    (
        "static template templates public assets config configs conf migration migrations web www view views html dist "
        "ui data doc docs resource resources script scripts locale locales i18n cert certs ssl swagger Makefile"
    ).split()
)
SOURCE_NAMES = frozenset(
    (
        ". * src source sources app apps lib libs cmd pkg internal api server client frontend backend test tests tools "
        "packages modules common core vendor etc root rootfs docker mvnw"
    ).split()
)
SOURCE_BEGINNINGS = (
    "package", "requirements", "setup", "gemfile", "cargo.", "pom", "gradle", "yarn", "tsconfig", "webpack", "angular",
    "babel", "composer", "pipfile",
)  # fmt: skip


def is_portable_name(name: str) -> bool:
    """Whether the ending is one of text, archives or sources."""
    return "." in name and name.rpartition(".")[2] in PORTABLE_ENDINGS


def is_build_name(name: str) -> bool:
    """Whether builds put programs into directories of that name."""
    return name.removeprefix("_") in BUILD_NAMES or any(platform in name for platform in PLATFORMS)


def is_data_name(name: str) -> bool:
    """Whether people name data, or a page of instructions, like that."""
    is_capital = name.isascii() and name.isalpha() and name.isupper()
    return is_capital or name in DATA_NAMES or name.startswith(("LICENSE", "README", "Dockerfile"))


def is_source_name(name: str) -> bool:
    """Whether a file or directory of a build context of that name holds what people write."""
    lower = name.lower()
    stem, dot, ending = lower.partition(".")
    is_hidden = bool(dot) and stem in ("", "go") and ending.replace("_", "a").isalnum()
    return is_hidden or lower in SOURCE_NAMES or lower.startswith(SOURCE_BEGINNINGS)
