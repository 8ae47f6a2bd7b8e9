"""Shells given a script: what it does is not read here, so what stands below may be of its making."""

import re
from collections.abc import Iterator

from dfix.images import Libc
from dfix.text.pattern import pattern
from dfix.trace.knowledge.download import URL, Installer, installer
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Havoc, Writes
from dfix.trace.state.origin import Downloaded
from dfix.trace.state.products import LIKELY, native, portable, static
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
        made = native(call, root, call.name, "", LIKELY, "conda is built for glibc", libc=Libc.GLIBC)
        where = call.path(prefix.text) if prefix else f"{call.env.get('HOME', '/root')}/miniconda3"
        yield Writes(where, _downloaded(made, call), tree=True)
        return
    yield Havoc(call.cwd, named.text.rsplit("/", 1)[-1] if named else call.name)


def _installed(call: Call, root: Root, found: Installer) -> Writes:
    """What a known installer script leaves behind."""
    home = call.env.get("HOME", "/root")
    path = call.path(found["path"].replace("~", home))
    libc = Libc.GLIBC if found["kind"] == "glibc" else None
    if found["kind"] == "portable":
        return Writes(path, portable(found["what"]), tree=True)
    if found["kind"] == "static":
        return Writes(path, _downloaded(static(call, root, call.name, "", LIKELY, found["what"]), call), tree=True)
    made = native(call, root, call.name, "", LIKELY, found["what"], libc=libc)
    return Writes(path, _downloaded(made, call), tree=True)


def _downloaded(made: Artifact, call: Call) -> Artifact:
    """The same as its vendor built it: tied to a libc, and to no release of it that is known here."""
    abi = made.abi._replace(release=None) if made.abi else None
    return made._replace(abi=abi, origin=Downloaded(call.stage, call))


MODELS = dict.fromkeys(("sh", "bash", "dash", "ash", "zsh", "ksh"), script)
