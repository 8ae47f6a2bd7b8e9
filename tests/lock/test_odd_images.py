"""Images may be measured to be what no catalog has: every finding, fix and repair must stand that."""

import re
from pathlib import Path
from typing import Any

import pytest

import dfix
from dfix.context import Folder
from dfix.engine import Options, analyse
from dfix.images.lock import Lock, Locked
from dfix.lock.references import canonical
from dfix.plan import BuildOptions

CORPUS = Path(__file__).parent.parent.parent / "corpus"
# One case of so many; another remainder for each kind of image, so that together they are the whole corpus.
EVERY = 9
NAMES = re.compile(rb"(?im)^FROM\s+(?:--\S+\s+)*(\S+)|--from=([^\s,]+)")
GLIBC = {"glibc": {"version": "2.36", "loader": "/lib64/ld-linux-x86-64.so.2"}}
MUSL = {"musl": {"version": "1.2.5", "loader": "/lib/ld-musl-x86_64.so.1"}}
ODD: dict[str, dict[str, Any]] = {
    "Alpine without apk": {"os": {"id": "alpine", "version": "3.20"}, "libc": MUSL},
    "Alpine with apt": {"os": {"id": "alpine", "version": "99.1"}, "libc": MUSL, "manager": "apt-get"},
    "Debian without apt": {"os": {"id": "debian", "version": "12"}, "libc": GLIBC, "programs": {"/usr/bin": "sh"}},
    "Debian without a version": {"os": {"id": "debian"}, "libc": GLIBC, "manager": "apt-get"},
    "another distribution": {"os": {"id": "corpos", "version": "7"}, "libc": GLIBC, "manager": "tdnf"},
    "both C libraries": {"os": {"id": "ubuntu", "version": "24.04"}, "libc": {**GLIBC, **MUSL}, "manager": "pacman"},
    "SUSE": {"os": {"id": "opensuse-leap", "version": "15.6"}, "libc": GLIBC, "manager": "zypper"},
    "a static program": {},
}


@pytest.mark.parametrize("number", range(len(ODD)), ids=list(ODD))
def test_every_case_is_judged_and_repaired(number: int) -> None:
    facts = list(ODD.values())[number]
    found = 0
    for case in sorted(CORPUS.iterdir())[number::EVERY]:
        text = (case / "Dockerfile").read_bytes()
        names = {(first or second).decode() for first, second in NAMES.findall(text)}
        entries = tuple(Locked({"image": canonical(name), "platform": "linux/amd64", **facts}) for name in names)
        options = Options(BuildOptions(lock=Lock("dfix.lock", entries, {})), context=Folder(str(case / "context")))
        found += sum(len(finding.fixes) for finding in analyse(text, options).findings)
        dfix.fix(text, options, dfix.Applicability.UNSAFE)
    assert found
