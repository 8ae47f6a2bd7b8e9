"""``dfix inspect`` beside the loaders themselves: every program and add-on of root filesystems, whole and damaged.

The loaders list what a file would load, without starting it, and say what they miss: glibc's with the variables that
ldd sets, musl's with ``--list``.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from images import Store

from dfix.inspect.folder import read_folder
from dfix.inspect.judge import Verdict, loaders, verdicts

pytestmark = pytest.mark.real

DEBIAN_11, DEBIAN_12 = "debian:bullseye-slim", "debian:bookworm-slim"
BUILDER, ALPINE = "rust:1.70-bookworm", "alpine:3.20"
LIBRARIES = "usr/lib/x86_64-linux-gnu"
LIKE_LDD = {"LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "yes", "LD_BIND_NOW": "", "LD_VERBOSE": ""}
# What a shell does to a root that is its working directory.
MOVE_PCRE = f"mkdir -p opt/l && mv {LIBRARIES}/libpcre2-8.so* opt/l/"
ROOTS = {
    "Debian 11": (DEBIAN_11, "true"),
    "Debian 12": (DEBIAN_12, "true"),
    "Debian 12 with compilers": (BUILDER, "true"),
    "libraries are gone": (BUILDER, f"rm -f {LIBRARIES}/lib{{z,gmp,stdc++,icuuc,ssl,LLVM-14}}.so*"),
    "one library is gone": (DEBIAN_12, f"rm -f {LIBRARIES}/libtinfo.so*"),
    "no cache": (DEBIAN_12, f"rm etc/ld.so.cache && mv {LIBRARIES}/libselinux.so* usr/local/lib/"),
    "a library where no cache leads": (DEBIAN_12, MOVE_PCRE),
    "a directory in ld.so.conf, without ldconfig": (DEBIAN_12, f"{MOVE_PCRE} && echo /opt/l > etc/ld.so.conf.d/l.conf"),
    "a directory in ld.so.conf, with ldconfig": (
        DEBIAN_12,
        f"{MOVE_PCRE} && echo /opt/l > etc/ld.so.conf.d/l.conf && chroot . /sbin/ldconfig",
    ),
    "programs of Debian 12 on 11": (DEBIAN_11, "cp -a {builder}/usr/bin usr/bin12"),
    "a loader and libc only": (
        ALPINE,
        (
            f"rm -rf lib64 usr/bin && mkdir -p lib64 {LIBRARIES} && cp -L {{builder}}/lib64/ld-linux-x86-64.so.2 lib64/ && "
            f"cp -L {{builder}}/{LIBRARIES}/libc.so.6 {{builder}}/{LIBRARIES}/libm.so.6 lib/ && cp -a {{builder}}/usr/bin usr/bin"
        ),
    ),
    "programs for musl": (ALPINE, "mkdir -p opt && cp -a {builder}/musl opt && cp opt/musl/libgone.so usr/local/lib/"),
    "programs for musl, a library is gone": (ALPINE, "mkdir -p opt && cp -a {builder}/musl opt"),
}
# Programs for musl with libraries: found by name, by RPATH, from a library of a library.
FOR_MUSL = """
mkdir -p /musl && cd /musl
echo 'int gone(void) { return 1; }' > gone.c && echo 'int gone(void); int own(void) { return gone(); }' > own.c
echo 'int own(void); int main(void) { return own(); }' > main.c
musl-gcc -shared -fPIC -o libgone.so gone.c
musl-gcc -shared -fPIC -o libown.so own.c -L. -lgone
musl-gcc -o by-rpath main.c -L. -lown -Wl,-rpath,'$ORIGIN' -Wl,--disable-new-dtags -Wl,--unresolved-symbols=ignore-all
musl-gcc -o by-runpath main.c -L. -lown -Wl,-rpath,'$ORIGIN' -Wl,--enable-new-dtags -Wl,--unresolved-symbols=ignore-all
musl-gcc -o by-name main.c -L. -lown -Wl,--unresolved-symbols=ignore-all
"""


@pytest.fixture(scope="module")
def builder(store: Store) -> Iterator[Path]:
    """The root of the builder, with programs for musl."""
    container, root = store.mounted(f"docker.io/library/{BUILDER}")
    store.run("run", container, "--", "/bin/sh", "-c", FOR_MUSL)
    yield root
    store.run("rm", container)


@pytest.mark.parametrize("name", ROOTS)
def test_inspect_says_what_the_loader_says(name: str, store: Store, builder: Path) -> None:
    image, change = ROOTS[name]
    container, root = store.mounted(f"docker.io/library/{image}")
    try:
        subprocess.run(["bash", "-ec", change.replace("{builder}", str(builder))], cwd=root, check=True)
        compared = list(_compared(root))
    finally:
        store.run("rm", container)
    assert len(compared) >= 3
    assert [difference for difference in compared if difference] == []


def _compared(root: Path) -> Iterator[str]:
    """A line for each file that a loader would load, empty where both say the same."""
    tree = read_folder(str(root))
    for verdict in verdicts(tree):
        binary = verdict.binary
        if binary is None or binary.is_static or not (verdict.is_program or verdict.is_add_on):
            continue
        loader = binary.interpreter or next(iter(loaders(tree)), "")
        if loader and tree.find(loader):
            yield _difference(root, loader, verdict)


def _difference(root: Path, loader: str, verdict: Verdict) -> str:
    words = [loader, "--list", verdict.path] if "musl" in loader else [loader, verdict.path]

    def enter() -> None:
        # Not chroot(1): the variables are for the loader alone.
        os.chroot(root)
        os.chdir("/")

    done = subprocess.run(
        words, preexec_fn=enter, env=LIKE_LDD, capture_output=True, text=True, errors="replace", timeout=60, check=False
    )
    said, ours = done.stdout + done.stderr, "; ".join(verdict.problems)
    missing = set(re.findall(r"^\s*(\S+) => not found|Error loading shared library ([^:]+):", said, re.MULTILINE))
    names = {name for pair in missing for name in pair if name}
    faulty = bool(names) or "' not found" in said
    same = faulty == bool(ours) and all(name in ours for name in names)
    return "" if same else f"{verdict.path}: the loader misses {sorted(names)}, inspect says {ours!r}"
