"""Shells that run a script which is not read: it may have written anything below the working directory."""

import re
from collections.abc import Iterator

from dfix.images import Libc
from dfix.text.pattern import pattern
from dfix.trace.knowledge.download import URL, Installer, installer
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Havoc, Writes
from dfix.trace.state.origin import Downloaded
from dfix.trace.state.products import LIKELY, native, of_no_release, portable, static
from dfix.trace.state.root import Root

# Installers of conda, which are scripts with an archive inside.
CONDA = pattern(r"(miniconda|anaconda|mambaforge|miniforge)[\w.-]*\.sh", re.IGNORECASE)


def script(call: Call, root: Root) -> Iterator[Effect]:
    """``sh build.sh``, ``bash -x install``, and known installers: by URL, or conda's by the script's name."""
    rows = (installer(text) for feed in call.feeds for text in feed.texts if URL.match(text))
    row = next(filter(None, rows), None)
    if row:
        yield _installed(call, root, row)
        return
    named = next(iter(call.operands("-o", "-c")), None)
    if named and CONDA.search(call.script.text):
        prefix = call.option("-p")
        program = native(call, root, call.name, "", LIKELY, "conda is built for glibc", libc=Libc.GLIBC)
        where = call.path(prefix.text) if prefix else f"{call.env.get('HOME', '/root')}/miniconda3"
        yield Writes(where, _downloaded(program, call), tree=True)
        return
    yield Havoc(call.cwd, named.text.rsplit("/", 1)[-1] if named else call.name)


def _installed(call: Call, root: Root, row: Installer) -> Writes:
    """What a known installer script installs."""
    path = call.path(row["path"].replace("~", call.env.get("HOME", "/root")))
    if row["kind"] == "portable":
        return Writes(path, portable(row["what"]), tree=True)
    if row["kind"] == "static":
        program = static(call, root, call.name, "", LIKELY, row["what"])
    else:
        libc = Libc.GLIBC if row["kind"] == "glibc" else None
        program = native(call, root, call.name, "", LIKELY, row["what"], libc=libc)
    return Writes(path, _downloaded(program, call, row["url"]), tree=True)


def _downloaded(program: Artifact, call: Call, url: str = "") -> Artifact:
    """The program as its vendor built it."""
    return of_no_release(program)._replace(origin=Downloaded(call.stage, call, url=url))


MODELS = dict.fromkeys(("sh", "bash", "dash", "ash", "zsh", "ksh"), script)
