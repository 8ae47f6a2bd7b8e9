"""Which images ship a C compiler; it decides whether Go's cgo is on."""

import re

from dfix.images.catalog import Image
from dfix.images.release import Libc

# Official images built on buildpack-deps or that install gcc themselves (their Dockerfiles).
WITH_COMPILER = frozenset(
    [
        "golang",
        "gcc",
        "rust",
        "python",
        "node",
        "ruby",
        "perl",
        "buildpack-deps",
        "haskell",
        "swift",
        "php",
        "elixir",
        "erlang",
        "julia",
        "r-base",
        "pypy",
        "nim",
    ]
)
# Their slim or Alpine variants that keep gcc.
KEEPS_COMPILER = frozenset({"rust", "haskell", "nim", "swift"})
BARE = frozenset(
    [
        "alpine",
        "debian",
        "ubuntu",
        "busybox",
        "centos",
        "fedora",
        "rockylinux",
        "almalinux",
        "oraclelinux",
        "amazonlinux",
        "archlinux",
        "nginx",
        "redis",
    ]
)


def ships_compiler(image: Image) -> bool | None:
    """Whether the image holds gcc or clang; None when that is not known."""
    reference = image.reference
    name = reference.path.rsplit("/", 1)[-1]
    if name in BARE and reference.is_official:
        return False
    if name not in WITH_COMPILER:
        return None
    slim = Libc.MUSL in image.release.libcs or bool(re.search(r"(^|-)slim(-|$)", reference.tag or ""))
    return name in KEEPS_COMPILER if slim else True


# What the images' own Dockerfiles set with ENV.
ENVIRONMENT = {
    "golang": {"GOPATH": "/go"},
    "rust": {"CARGO_HOME": "/usr/local/cargo", "RUSTUP_HOME": "/usr/local/rustup"},
}


def environment(image: Image) -> dict[str, str]:
    """The variables that an official image is known to set."""
    return ENVIRONMENT.get(image.reference.name, {}) if image.reference.is_official else {}
