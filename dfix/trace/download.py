"""What the name of a download tells of the program in it, for curl, wget and ADD alike."""

import json
import os
import re
from functools import cache

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.text import HOLE
from dfix.trace.arch import UNKNOWN, of_words
from dfix.trace.artifact import Abi, Artifact, Kind, Linkage, Recipe
from dfix.trace.call import Call

DATA = os.path.join(os.path.dirname(__file__), "data", "downloads.json")
ARCHIVE = re.compile(r"\.(tar(\.\w+)?|t[gbx]z|tbz2|zip|gz|bz2|xz|zst|7z)$")
GLIBC = re.compile(r"(?<![a-z])(linux[-_]gnu(eabi(hf)?)?|glibc(?!-[\d$\x00{])|manylinux\w*)(?![a-z])")
MUSL = re.compile(r"(?<![a-z])(musl(eabi(hf)?)?|musllinux\w*)(?![a-z])")
STATIC = re.compile(r"(?<![a-z])static(?![a-z])")
NOT_NATIVE = re.compile(
    r"\.(asc|sig|sha\d+|sha\d+sum|md5|txt|json|ya?ml|sh|py|js|jar|deb|rpm|apk|src\.tar\.\w+|pem|crt)$"
)
URL = re.compile(r"^(https?|ftp)://", re.IGNORECASE)


def nature(url: str, stage: int, call: Call | None) -> Artifact | None:
    """What the name of a download tells of it, or None when it tells nothing."""
    name = url.lower().split("?")[0]
    # What an archive holds is a program only once it is unpacked (see ``files.unpack``).
    kind = Kind.UNKNOWN if ARCHIVE.search(name) else Kind.PROGRAM
    recipe = Recipe("download", stage, call)
    arch = UNKNOWN if HOLE in name else of_words(name.rsplit("/", 1)[-1]) or UNKNOWN
    if "qemu" in name:
        # An emulator's name says what it emulates.
        arch = UNKNOWN
    if NOT_NATIVE.search(name):
        return None
    if MUSL.search(name) or STATIC.search(name.rsplit("/", 1)[-1]):
        return Artifact(
            kind, Linkage.STATIC, None, "", Confidence.LIKELY, "its name says musl or static", (), recipe, arch=arch
        )
    if any(vendor in name for vendor in _static_vendors()):
        return Artifact(
            kind, Linkage.STATIC, None, "", Confidence.LIKELY, "its vendor links statically", (), recipe, arch=arch
        )
    if GLIBC.search(name) and not name.startswith(("https://ftp.gnu.org", "http://ftp.gnu.org")):
        abi = Abi(Libc.GLIBC, None)
        return Artifact(
            kind, Linkage.DYNAMIC, abi, "", Confidence.LIKELY, "its name says linux-gnu", (), recipe, arch=arch
        )
    return None


@cache
def _static_vendors() -> tuple[str, ...]:
    """Parts of URLs under which programs are static whatever their names say."""
    with open(DATA, encoding="utf-8") as file:
        return tuple(json.load(file)["static"])
