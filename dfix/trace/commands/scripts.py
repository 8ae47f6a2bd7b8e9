"""Shells given a script: what it does is not read here, so what stands below may be of its making."""

import re
from collections.abc import Iterator

from dfix.images import Libc
from dfix.text.pattern import pattern
from dfix.trace.knowledge.download import URL, Installer, installer
from dfix.trace.state.built import LIKELY, native, portable, static
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, MayWrite, Writes
from dfix.trace.state.root import Root

# Installers of conda, which are scripts with an archive inside.
CONDA = pattern(r"(miniconda|anaconda|mambaforge|miniforge)[\w.-]*\.sh", re.IGNORECASE)


def script(call: Call, root: Root) -> Iterator[Effect]:
    """``sh build.sh``, ``bash -x install``; text on standard input tells nothing."""
    found = next(
        (row for feed in call.feeds for text in feed.texts if URL.match(text) and (row := installer(text))), None
    )
    if found:
        yield _installed(call, root, found)
        return
    named = next(iter(call.operands("-o", "-c")), None)
    if named and CONDA.search(call.script.text):
        prefix = call.option("-p")
        made = native(call, root, "download", "", LIKELY, "conda is built for glibc", libc=Libc.GLIBC)
        where = call.path(prefix.text) if prefix else f"{call.env.get('HOME', '/root')}/miniconda3"
        yield Writes(where, made._replace(abi=made.abi and made.abi._replace(release=None)), tree=True)
        return
    yield MayWrite(call.cwd, named.text.rsplit("/", 1)[-1] if named else call.name)


def _installed(call: Call, root: Root, found: Installer) -> Writes:
    """What a known installer script leaves behind."""
    home = call.env.get("HOME", "/root")
    path = call.path(found["path"].replace("~", home))
    libc = Libc.GLIBC if found["kind"] == "glibc" else None
    if found["kind"] == "portable":
        return Writes(path, portable(found["what"]), tree=True)
    if found["kind"] == "static":
        return Writes(path, static(call, root, "download", "", LIKELY, found["what"]), tree=True)
    made = native(call, root, "download", "", LIKELY, found["what"], libc=libc)
    return Writes(path, made._replace(abi=made.abi and made.abi._replace(release=None)), tree=True)


MODELS = dict.fromkeys(("sh", "bash", "dash", "ash", "zsh", "ksh"), script)
