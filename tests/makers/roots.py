"""Small root filesystems: as Debian's and Alpine's are, of files that a loader's eye takes for theirs."""

from collections.abc import Mapping

from elf import EXEC, make_cache, make_elf
from image import Content

GLIBC_LOADER = "/lib64/ld-linux-x86-64.so.2"
MUSL_LOADER = "/lib/ld-musl-x86_64.so.1"
TRIPLET = "usr/lib/x86_64-linux-gnu"


def library(soname: str, *offers: str, needed: tuple[str, ...] = ("libc.so.6",)) -> bytes:
    """A shared library of that name, which defines symbol versions."""
    return make_elf(soname=soname, offers=offers, needed=needed)


def program(*needed: str, loader: str = GLIBC_LOADER, asks: Mapping[str, list[str]] = {}) -> bytes:
    """A program that needs libraries."""
    return make_elf(loader, needed or ("libc.so.6",), asks)


def debian(
    version: str = "12", glibc: str = "2.36", libraries: tuple[str, ...] = (), python: str = "3.11"
) -> dict[str, Content]:
    """A root as Debian's: merged directories, dpkg's database, a cache for libraries in /usr/local/lib."""
    names = ["libz.so.1", *libraries]
    files: dict[str, Content] = {
        "bin": "usr/bin",
        "lib": "usr/lib",
        "lib64": "usr/lib64",
        "sbin": "usr/sbin",
        "usr/lib64/ld-linux-x86-64.so.2": "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
        f"{TRIPLET}/ld-linux-x86-64.so.2": make_elf(
            soname="ld-linux-x86-64.so.2", offers=["GLIBC_2.2.5", "GLIBC_2.35"]
        ),
        f"{TRIPLET}/libc.so.6": make_elf(soname="libc.so.6", offers=["GLIBC_2.2.5", f"GLIBC_{glibc}"]),
        "usr/bin/dash": program(),
        "usr/bin/sh": "dash",
        "usr/bin/bash": program(),
        "usr/bin/apt-get": program(),
        "usr/bin/python3": f"python{python}",
        f"usr/bin/python{python}": program(),
        "usr/sbin/ldconfig": make_elf(kind=EXEC),
        "usr/share/doc/readme": b"text",
        "etc/os-release": f'ID=debian\nVERSION_ID="{version}"\nPRETTY_NAME="Debian GNU/Linux {version}"\n'.encode(),
        "var/lib/dpkg/status": dpkg(
            {"bash": "5.2.15-2+b2", "libc6": glibc, "python3": "3.11.2-1", "zlib1g": "1:1.2.13"}
        ),
        "usr/local/lib/liblocal.so.1": library("liblocal.so.1"),
        "usr/local/lib/libuncached.so.1": library("libuncached.so.1"),
        "etc/ld.so.cache": make_cache({"liblocal.so.1": "/usr/local/lib/liblocal.so.1"}),
        **{f"{TRIPLET}/{name}": library(name) for name in names},
    }
    return files


def alpine(version: str = "3.20.3", musl: str = "1.2.5", libraries: tuple[str, ...] = ()) -> dict[str, Content]:
    """A root as Alpine's: musl, busybox and its links, apk's database."""
    busybox = make_elf(MUSL_LOADER, ["libc.musl-x86_64.so.1"])
    return {
        "lib/ld-musl-x86_64.so.1": make_elf(soname="libc.musl-x86_64.so.1") + b"\0" + musl.encode() + b"\0",
        "lib/libc.musl-x86_64.so.1": "ld-musl-x86_64.so.1",
        "bin/busybox": busybox,
        "bin/sh": "/bin/busybox",
        "usr/bin/wget": "/bin/busybox",
        "sbin/apk": make_elf(MUSL_LOADER, ["libc.musl-x86_64.so.1"]),
        "sbin/ldconfig": b"#!/bin/sh\n",
        "etc/os-release": f"ID=alpine\nVERSION_ID={version}\n".encode(),
        "lib/apk/db/installed": f"P:musl\nV:{musl}-r0\n\nP:busybox\nV:1.36.1-r29\n\n".encode(),
        **{f"usr/lib/{name}": library(name, needed=("libc.musl-x86_64.so.1",)) for name in libraries},
    }


def dpkg(packages: Mapping[str, str]) -> bytes:
    """The database of dpkg; one package more was removed and left its configuration."""
    installed = (f"Package: {name}\nStatus: install ok installed\nVersion: {one}\n" for name, one in packages.items())
    return "\n".join([*installed, "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n"]).encode()
