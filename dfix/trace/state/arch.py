"""The architecture that a stage runs on, and that a file was built for.

Docker's words (``amd64``, ``arm64``, ``arm``, ``386`` …). ``TARGET`` is the platform that the image is
built for, whatever it is; ``BUILD`` is the one that the build runs on; ``UNKNOWN`` is one that is not
known. Sources: Dockerfile reference, "FROM --platform"; Go's GOARCH; GNU target triplets.
"""

import re

from dfix.plan import Stage
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern

TARGET, BUILD, UNKNOWN = "target", "build", "unknown"
WORDS = {
    "amd64": "amd64", "x86_64": "amd64", "x86-64": "amd64", "x64": "amd64", "arm64": "arm64", "aarch64": "arm64",
    "arm64v8": "arm64", "arm": "arm", "armv7": "arm", "armv7l": "arm", "armv6": "arm", "armhf": "arm", "armv7hf": "arm",
    "arm32v7": "arm", "arm32v6": "arm", "armv6l": "arm", "386": "386", "i386": "386", "i686": "386",
    "ppc64le": "ppc64le", "powerpc64le": "ppc64le", "s390x": "s390x", "riscv64": "riscv64", "riscv64gc": "riscv64",
    "mips64le": "mips64le", "loong64": "loong64",
}  # fmt: skip
WORD = pattern(rf"(?<![a-z0-9])({'|'.join(sorted(map(re.escape, WORDS), key=len, reverse=True))})(?![a-z0-9])")
# Namespaces and prefixes of images that hold one architecture only.
IMAGE_PREFIX = pattern(
    r"^(?:docker\.io/)?(amd64|arm32v[567]|arm64v8|i386|ppc64le|s390x|riscv64)/",
    having="64/ 64v8/ i386/ ppc64le/ s390x/ arm32v",
)
BALENA = pattern(r"^(?:balenalib|resin)/(armv7hf|aarch64|amd64|i386)-", having="balenalib/ resin/")
# The tag or the end of the name of an image that is published for each architecture by itself: ``base:v1.10-amd64``.
IMAGE_SUFFIX = pattern(
    r"(?:[:_-](?:linux-)?(amd64|x86_64|arm64|arm64v8|aarch64|armhf|armv7|arm32v7|i386|ppc64le|s390x|riscv64))(?=[:@]|$)"
)
# Images for building for another machine: the architecture in their names is that of what they build.
FOR_CROSS = pattern(r"cross|qemu|binfmt|musl|-gnu|toolchain|emulat|linux-(?!amd64|arm64)\w+")
# Words of a RUN that builds for another platform than its own.
CROSS = pattern(
    r"TARGETARCH|TARGETPLATFORM|TARGETVARIANT|TARGETOS|GOARCH|(^|[\s/(])xx-|CROSS|cross|-a \$|qemu",
    having="TARGET GOARCH xx- CROSS cross -a qemu",
)
# What prints the name of the machine on which it runs (uname(1), arch(1), dpkg(1), apk(8), rpm(8)).
MACHINE = pattern(
    r"[$`]\(?\s*(?:uname\s+-\w*[mpi]|arch\b|dpkg\s+--print-architecture|apk\s+--print-arch|rpm\s+(?:-E|--eval)\s+%)",
    having="uname arch rpm",
)
# Programs for other systems than Linux, by the system's name instead of an architecture.
WINDOWS, MACOS = "Windows", "macOS"
OTHER_SYSTEMS = frozenset({WINDOWS, MACOS})
RUNS_ON = {("386", "amd64"), ("arm", "arm64")}


def of_stage(stage: Stage, image: str) -> str:
    """The architecture that a stage's commands run on; ``image`` is its base image's reference."""
    flag = stage.start.flag("platform")
    if flag is None:
        return of_image(image)
    if "BUILDPLATFORM" in flag.value:
        return BUILD
    if "TARGETPLATFORM" in flag.value:
        return TARGET
    platform = stage.platform or ""
    return UNKNOWN if UNKNOWN_TEXT in platform or "$" in platform else of_words(platform.partition("/")[2]) or UNKNOWN


def of_image(image: str) -> str:
    """The architecture that an image's name or tag names, else the target's."""
    match = IMAGE_PREFIX.match(image) or BALENA.match(image)
    if match is None and not FOR_CROSS.search(image):
        match = IMAGE_SUFFIX.search(image.partition("@")[0])
    return WORDS.get(match[1], "arm") if match else TARGET


def is_chosen_by_machine(text: str) -> bool:
    """Whether a script asks on which machine it runs, and not for which platform the image is built."""
    return MACHINE.search(text) is not None and CROSS.search(text) is None


def of_words(text: str) -> str | None:
    """The architecture that a triplet, a platform or a file's name names; None when it names none."""
    match = WORD.search(text.lower())
    return WORDS[match[1]] if match else None


def cannot_run(built: str | None, here: str) -> bool:
    """Whether a program built for one architecture surely or probably cannot run on the other."""
    if built in OTHER_SYSTEMS:
        return True
    if built in (None, UNKNOWN) or here == UNKNOWN or built == here:
        return False
    if built == BUILD:
        return here == TARGET
    return TARGET not in (built, here) and here != BUILD and (built, here) not in RUNS_ON
