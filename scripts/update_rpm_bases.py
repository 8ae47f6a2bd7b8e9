"""Make the files of Red Hat's family in dfix/images/data/package_contents/: what bare images hold.

    python scripts/update_rpm_bases.py el-9 LISTS --source "REPOSITORY at COMMIT"
    python scripts/update_rpm_bases.py el-9 LISTS --add --source "REPOSITORY at COMMIT"

LISTS is a directory. ``ID.names`` lists the packages of the bare image of the release ``ID``, one a line, with or
without their versions; a line ``?name`` names one that only may be there. Beside it ``ID.files`` may list the files of
the same root (``./usr/lib64/libz.so.1``): libraries with their versions, and programs, are then what was measured.
``ID@LABEL.names`` and ``ID@LABEL.files`` are of another version of the image, which only may hold what they list.

``rpm_owners.txt`` says which package brings which libraries and programs. Every measured library, and every measured
program whose name is in ``programs.txt``, must belong to a package; the script ends where one does not. Where nothing
was measured of a package, its libraries have the versions of ``VERSIONS``. ``--add`` keeps what the file says of
other releases, and of the packages that it knows. A file of which nothing was measured says
``(guess)``: then a library of another version counts as there.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

SCRIPTS = Path(__file__).resolve().parent
DATA = SCRIPTS.parent / "dfix" / "images" / "data" / "package_contents"
# Directories below lib64 are left out: the loader does not look there.
LIBRARY = re.compile(r"^\.?/(?:usr/)?lib64/([^/]+\.so(?:\.[\w.]+)?)$")
PROGRAM = re.compile(r"^\.?/(?:usr/)?s?bin/([^/]+)$")
VERSIONED = re.compile(r"^(.+?)\.so\.(\d.*)$")
NEVRA = re.compile(r"-[^-]+-[^-]+\.(?:x86_64|noarch|s390x)(?:\.rpm)?$")
VERSIONS = {
    "libbrotlicommon": "1", "libbrotlidec": "1", "libbrotlienc": "1", "libcurl": "4", "libdbus-1": "3",
    "libdbus-glib-1": "2", "libgirepository-1.0": "1", "libjson-glib-1.0": "0", "libltdl": "7", "libmnl": "0",
    "libnl-3": "200", "libnl-cli-3": "200", "libnl-genl-3": "200", "libnl-idiag-3": "200", "libnl-nf-3": "200",
    "libnl-route-3": "200", "libnl-xfrm-3": "200", "libpsl": "5", "librhsm": "0", "libssh": "4", "libuser": "1",
    "libibverbs": "1", "libmetalink": "3", "libpcap": "1", "libpci": "3", "libxtables": "12", "libip4tc": "2",
    "libip6tc": "2", "libcbor": "0.7", "libedit": "0", "libestr": "0", "libfastjson": "4", "libfido2": "1",
    "libprocps": "8",
    "libefa": "1", "libmlx4": "1", "libmlx5": "1", "libfdisk": "1", "libowcrypt": "1",
}  # fmt: skip
# Versions of Enterprise Linux 7, of which no root was measured, where they differ from those of 8.
SEVEN = {
    "libcrypto": "10", "libcrypt": "1", "libcryptsetup": "12", "libffi": "6", "libgcrypt": "11", "libgdbm": "4",
    "libgdbm_compat": "4", "libhistory": "6", "libidn": "11", "libkdb5": "8", "libmpfr": "4", "libpth": "20",
    "libprocps": "4", "libpython2.7": "1.0", "libqrencode": "3", "libreadline": "6", "librpm": "3", "librpmbuild": "3",
    "librpmio": "3", "librpmsign": "1", "libssh2": "1", "libssl": "10", "libunistring": "0", "libustr-1.0": "1",
    "libgmpxx": "4", "libnsl": "1", "libdevmapper": "1.02", "libBrokenLocale": "1", "libcidn": "1", "libc": "6",
    "libm": "6", "ld-linux-x86-64": "2", "libdl": "2", "libnss_compat": "2", "libnss_db": "2", "libnss_dns": "2",
    "libnss_files": "2", "libnss_hesiod": "2", "libresolv": "2", "libformw": "5", "libform": "5", "libmenu": "5",
    "libmenuw": "5", "libncurses": "5", "libncursesw": "5", "libpanel": "5", "libpanelw": "5", "libtic": "5",
    "libtinfo": "5", "libelf": "1", "libpcre": "1", "libsasl2": "3", "libgpg-error": "0", "libassuan": "0",
    "libexpat": "1", "libgio-2.0": "0", "libglib-2.0": "0", "libgmodule-2.0": "0", "libgobject-2.0": "0",
    "libgthread-2.0": "0", "libsqlite3": "0", "libpopt": "0", "libcap-ng": "0", "libauparse": "0", "libpam": "0",
    "libpam_misc": "0", "libpamc": "0", "libpcreposix": "0", "libp11-kit": "0", "libkrb5support": "0", "libkrad": "0",
    "libgssapi_krb5": "2", "libgssrpc": "4", "libk5crypto": "3", "libkrb5": "3", "liblber-2.4": "2", "libldap-2.4": "2",
    "libldap_r-2.4": "2", "libslapi-2.4": "2", "libcap": "2", "libcom_err": "2", "libcrack": "2", "libkmod": "2",
    "libxml2": "2", "libgpgme": "11", "libgmp": "10", "liblzma": "5", "libstdc++": "6", "libtasn1": "6",
    "libnss_systemd": "2", "libnss_myhostname": "2", "libnss_resolve": "2", "libsystemd": "0", "libutempter": "0",
    "libpcre16": "0", "libpcre32": "0", "libpcrecpp": "0", "libidn2": "0", "libnghttp2": "14", "libreadline6": "6",
}  # fmt: skip
AMAZON = {
    **SEVEN,
    **{f"lib{name}": "6" for name in "form formw menu menuw ncurses ncursesw panel panelw tic tinfo".split()},
}
# Packages that no bare image need have and that people install for their programs; more may come with them.
OTHERS = (
    "findutils git gzip hostname less nmap-ncat openssl perl procps-ng psmisc python3 tar unzip wget which xz".split()
)
TABLES = {"el-7": SEVEN, "amazonlinux-2": AMAZON}


class Owner(NamedTuple):
    """What a package brings: names of libraries without versions, and programs."""

    libraries: tuple[str, ...]
    programs: tuple[str, ...]


def owners() -> dict[str, Owner]:
    """The rows of ``rpm_owners.txt``."""
    lines = (SCRIPTS / "rpm_owners.txt").read_text(encoding="ascii").splitlines()
    rows = (line.split("|") for line in lines if not line.startswith("#"))
    return {name: Owner(tuple(libraries.split()), tuple(programs.split())) for name, libraries, programs in rows}


def names_in(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The packages of a list, and those that only may be there."""
    words = [NEVRA.sub("", line.strip()) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    words = [word for word in words if not word.lstrip("?").startswith("gpg-pubkey")]
    return (
        frozenset(word for word in words if not word.startswith("?")),
        frozenset(word[1:] for word in words if word.startswith("?")),
    )


def measured(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The sonames and the programs of a root."""
    libraries, programs = set[str](), set[str]()
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        library, program = LIBRARY.match(line.strip()), PROGRAM.match(line.strip())
        if library and not library[1].startswith("."):
            libraries.add(library[1])
        if program:
            programs.add(program[1])
    return frozenset(sonames(libraries)), frozenset(programs)


def sonames(files: set[str]) -> Iterator[str]:
    """The names that a loader asks for: not the whole version behind one, nor the link of a development package."""
    for name in files:
        longer = any(name.startswith(f"{other}.") for other in files if VERSIONED.match(other))
        is_soname = VERSIONED.match(name) and not longer and not re.search(r"-\d{8}\.so", name)
        if is_soname or re.fullmatch(r"lib(?:lua|db)-5\.\d\.so|libdb-5\.so", name):
            yield name


def _is_of(soname: str, name: str) -> bool:
    if name.endswith(".so"):
        return soname == name
    found = VERSIONED.match(soname)
    return bool(found) and (found[1] == name or (name == "libpython3" and found[1].startswith(name)))


def rows_of(generation: str, lists: Path) -> Iterator[str]:
    """The lines of a generation's file."""
    bases = {path.stem: names_in(path) for path in sorted(lists.glob("*.names"))}
    roots = {path.stem: measured(path) for path in sorted(lists.glob("*.files"))}
    if not roots:
        yield "(guess)|"
    for name in sorted({name.partition("@")[0] for name in bases}):
        label = "base" if name == generation else f"base {name}"
        of_it = (one | two for key, (one, two) in bases.items() if key.partition("@")[0] == name)
        yield f"({label})|{' '.join(sorted(frozenset().union(*of_it)))}"
    table, known = owners(), {line.split()[0] for line in program_names()}
    held = frozenset().union(*(one | two for one, two in bases.values()))
    for name in (name for name in OTHERS if name not in held):
        yield f"{name}|?|||{' '.join(program for program in table[name].programs if '.' not in program)}"
    found = {name: attributed(root, bases[name][0], table, known, name) for name, root in roots.items()}
    for package in sorted(held):
        shown = [rows[package] for rows in found.values() if package in rows]
        owner = table.get(package, Owner((), ()))
        brought = shown or [Owner(tuple(unmeasured(generation, owner.libraries)), owner.programs)]
        libraries = {name for one in brought for name in one.libraries}
        yield _row(package, [*libraries], [*({name for one in brought for name in one.programs} & known)])


def added_rows(generation: str, lists: Path, lines: list[str]) -> Iterator[str]:
    """The lines of a file with those of further bare images: only packages that it does not know get new ones."""
    bases = {path.stem: names_in(path) for path in sorted(lists.glob("*.names"))}
    new = {f"(base {name})": sure | possible for name, (sure, possible) in bases.items()}
    recorded = {line.partition("|")[0] for line in lines if "|?|" not in line}
    unknown = frozenset().union(*new.values()) - recorded
    yield from (line for line in lines if line.partition("|")[0] not in unknown | new.keys())
    for key, packages in new.items():
        yield f"{key}|{' '.join(sorted(packages))}"
    table, known = owners(), {line.split()[0] for line in program_names()}
    for package in sorted(unknown):
        owner = table.get(package, Owner((), ()))
        yield _row(package, [*unmeasured(generation, owner.libraries)], [one for one in owner.programs if one in known])


def _row(package: str, libraries: list[str], programs: list[str]) -> str:
    return (
        f"{package}|||{' '.join(sorted(libraries))}|{' '.join(sorted(programs))}".rstrip("|")
        if libraries or programs
        else f"{package}|"
    )


def attributed(
    root: tuple[frozenset[str], frozenset[str]],
    packages: frozenset[str],
    table: Mapping[str, Owner],
    known: set[str],
    name: str,
) -> dict[str, Owner]:
    """Which of a root's packages brings which of its measured libraries and programs."""
    libraries, programs = root
    rows = {}
    for package in packages:
        owner = table.get(package, Owner((), ()))
        own = tuple(soname for one in owner.libraries for soname in libraries if _is_of(soname, one))
        rows[package] = Owner(own, tuple(programs & {*owner.programs}))
    rest = libraries - {one for row in rows.values() for one in row.libraries}
    left = (programs & known) - {one for row in rows.values() for one in row.programs}
    if rest or left:
        sys.exit(f"{name}: nobody owns {' '.join(sorted(rest | left))}")
    return rows


def unmeasured(generation: str, names: tuple[str, ...]) -> Iterator[str]:
    """The sonames of a package that no measured root has."""
    versions = {**VERSIONS, **TABLES.get(generation, {})}
    for name in names:
        if name.endswith(".so"):
            yield name
        elif name in versions or generation in TABLES:
            yield f"{name}.so.{versions.get(name, '1')}"


def program_names() -> list[str]:
    """The lines of ``programs.txt``."""
    lines = (DATA / "programs.txt").read_text(encoding="ascii").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def main() -> int:
    """Write the file; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("generation", help="the name of the file: el-9")
    parser.add_argument("lists", type=Path)
    parser.add_argument("--source", required=True, action="append")
    parser.add_argument("--add", action="store_true")
    options = parser.parse_args()
    target = DATA / f"{options.generation}.txt"
    old = target.read_text(encoding="ascii").splitlines() if options.add else []
    known = [line for line in old if not line.startswith("#")]
    made = added_rows(options.generation, options.lists, known) if options.add else None
    rows = sorted(made or rows_of(options.generation, options.lists), key=str.encode)
    head = [line for line in old if line.startswith("#")]
    head = head or ["# What bare images of Red Hat's family hold; nothing is recorded of other packages."]
    head += [f"# {source}" for source in options.source]
    target.write_text("\n".join([*head, *rows, ""]), encoding="ascii")
    print(f"{options.generation}: {len(rows)} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
