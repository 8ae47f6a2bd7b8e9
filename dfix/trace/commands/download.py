"""Downloads: curl, wget, and what a file's name tells of the program in it."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.trace.artifact import Abi, Artifact, Kind, Linkage, Recipe
from dfix.trace.call import Arg, Call
from dfix.trace.effect import Effect, Writes
from dfix.trace.root import Root

DATA = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "downloads.json")
ARCHIVE = re.compile(r"\.(tar(\.\w+)?|t[gbx]z|tbz2|zip|gz|bz2|xz|zst|7z)$")
URL = re.compile(r"^(https?|ftp)://", re.IGNORECASE)
GLIBC = re.compile(r"(?<![a-z])(linux[-_]gnu(eabi(hf)?)?|glibc|manylinux\w*)(?![a-z])")
MUSL = re.compile(r"(?<![a-z])(musl(eabi(hf)?)?|musllinux\w*)(?![a-z])")
STATIC = re.compile(r"(?<![a-z])static(?![a-z])")
NOT_NATIVE = re.compile(
    r"\.(asc|sig|sha\d+|sha\d+sum|md5|txt|json|ya?ml|sh|py|js|jar|deb|rpm|apk|src\.tar\.\w+|pem|crt)$"
)


def curl(call: Call, root: Root) -> Iterator[Effect]:
    """``curl -o file url``, ``curl -O url``, ``curl url | …``."""
    output = call.option("-o", "--output")
    remote = any(re.match(r"-[a-zA-Z]*O|--remote-name", text) for text in call.texts)
    joined = next((call.args[n + 1] for n, text in enumerate(call.texts[:-1]) if re.match(r"-[a-zA-Z]+o$", text)), None)
    yield from _downloads(call, output if output and not output.text.startswith("-") else joined, remote)


def wget(call: Call, root: Root) -> Iterator[Effect]:
    """``wget url``, ``wget -O file url``, ``wget -qO- url | …``."""
    output = call.option("-O", "--output-document")
    short = next((m[1] for m in (re.match(r"-[a-zA-Z]*O(.+)$", text) for text in call.texts) if m), None)
    joined = next(
        (call.args[n + 1].text for n, text in enumerate(call.texts[:-1]) if re.match(r"-[a-zA-Z]+O$", text)), None
    )
    name = output.text if output else short or joined
    if name == "-":
        yield from _downloads(call, None, False)
    else:
        yield from _downloads(call, Arg(name, 0, 0) if name else None, True)


def nature(url: str, call: Call) -> Artifact | None:
    """What the name of a download tells of it, or None when it tells nothing."""
    name = url.lower().split("?")[0]
    # What an archive holds is a program only once it is unpacked (see ``files.unpack``).
    kind = Kind.UNKNOWN if ARCHIVE.search(name) else Kind.PROGRAM
    recipe = Recipe("download", call.stage, call)
    if NOT_NATIVE.search(name):
        return None
    if MUSL.search(name) or STATIC.search(name.rsplit("/", 1)[-1]):
        return Artifact(kind, Linkage.STATIC, None, "", Confidence.LIKELY, "its name says musl or static", (), recipe)
    if any(vendor in name for vendor in _static_vendors()):
        return Artifact(kind, Linkage.STATIC, None, "", Confidence.LIKELY, "its vendor links statically", (), recipe)
    if GLIBC.search(name):
        abi = Abi(Libc.GLIBC, None)
        return Artifact(kind, Linkage.DYNAMIC, abi, "", Confidence.LIKELY, "its name says linux-gnu", (), recipe)
    return None


@cache
def _static_vendors() -> tuple[str, ...]:
    """Parts of URLs under which programs are static whatever their names say."""
    with open(DATA, encoding="utf-8") as file:
        return tuple(json.load(file)["static"])


def _downloads(call: Call, output: Arg | None, remote: bool) -> Iterator[Effect]:
    for arg in call.args:
        if not URL.match(arg.text):
            continue
        found = nature(arg.text, call)
        redirect = next((text for operator, text in call.redirects if operator.operator in (">", ">>")), None)
        name = output.text if output else redirect or (arg.text.rsplit("/", 1)[-1] if remote else "")
        if found:
            yield Writes(call.path(name) if name else f"pipe:{call.command.start}", found)


MODELS = {"curl": curl, "wget": wget}
