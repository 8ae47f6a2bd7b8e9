"""What of an image's root filesystem is kept in the lock file: what rules ask, and no more.

Every fact is measured: loaders and libraries as ``dfix inspect`` finds them, symbol versions from the ELF files,
packages from the package manager's database. What cannot be measured is left out.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from dfix.context.binary import ELF, Binary
from dfix.context.elf import newest
from dfix.images import Libc, version_key
from dfix.images.lock import is_asked, is_measured
from dfix.inspect.distribution import os_release
from dfix.inspect.loader_cache import libraries_of
from dfix.inspect.loading import LoaderPaths
from dfix.inspect.tree import Entry, Kind, Root
from dfix.lock.databases import manager_of, packages_of
from dfix.lock.error import LockError
from dfix.lock.oci import Image, Json, table_of
from dfix.lock.versions import versions
from dfix.text.pattern import pattern
from dfix.trace.state.loader import LOADER_NAMES

# A program's interpreter by architecture (System V ABI supplements; glibc's and musl's own lists).
LOADERS = {
    "amd64": ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1"),
    "arm64": ("/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-aarch64.so.1"),
    "arm": ("/lib/ld-linux-armhf.so.3", "/lib/ld-musl-armhf.so.1"),
    "386": ("/lib/ld-linux.so.2", "/lib/ld-musl-i386.so.1"),
    "ppc64le": ("/lib64/ld64.so.2", "/lib/ld-musl-powerpc64le.so.1"),
    "s390x": ("/lib/ld64.so.1", "/lib/ld-musl-s390x.so.1"),
    "riscv64": ("/lib/ld-linux-riscv64-lp64d.so.1", "/lib/ld-musl-riscv64.so.1"),
}
FAMILIES = ("GLIBC", "GLIBCXX", "CXXABI", "GCC")
MANAGERS = ("apt-get", "apk", "dnf", "microdnf", "yum", "zypper", "pacman", "tdnf")
# What loads libraries of an environment of its own, by its RPATH, which counts for all that it loads.
LOADING = ("python3", "python", "node", "ruby", "php", "perl")
# A variable with such a name may hold a secret; its value is not kept.
SECRET = re.compile(r"(?i)secret|passw|token|credential|api_?key|private|auth")
CREATED = pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
GLIBC_NUMBER = pattern(r"2\.\d{1,3}")
LONGEST_VALUE = 1_000
MOST_FILES = 200
MOST_DIRECTORIES = 500


def entry_of(reference: str, image: Image, root: Root, files: Iterable[str] = ()) -> Json:
    """The lock file's entry for an image; ``files`` are paths of which the facts are kept too."""
    _check_platform(image.platform)
    facts: Json = {
        **_identity(reference, image),
        "os": _os(root),
        "libc": _libcs(root, image.platform),
        "ldconfig": _ldconfig(root),
        "manager": next((name for name in MANAGERS if _on_path(root, name)), ""),
        "database": manager_of(root),
        "packages": packages_of(root),
        "libraries": libraries(root, image.platform),
        "programs": _programs(root),
        "elsewhere": _elsewhere(root, image.platform),
        "versions": versions(root),
        "config": _config(image.config),
        "files": dict(_files(root, files)),
    }
    return {key: value for key, value in facts.items() if value}


def windows_entry(reference: str, image: Image) -> Json:
    """The entry for an image of Windows: that it is one. None of its layers is asked for, and no rule judges it."""
    version = image.config.get("os.version")
    facts: Json = {
        **_identity(reference, image),
        "os": {"id": "windows", **({"version": version[:LONGEST_VALUE]} if isinstance(version, str) else {})},
    }
    return {key: value for key, value in facts.items() if value}


def _identity(reference: str, image: Image) -> Json:
    """Which image it is, and when it was made."""
    return {
        "image": reference,
        "platform": image.platform,
        "digest": image.digest,
        "index": image.top,
        "id": image.id,
        "created": _created(image),
    }


def _created(image: Image) -> str:
    """The moment at which the image was made; empty where it tells none."""
    created = image.config.get("created")
    return created if isinstance(created, str) and CREATED.fullmatch(created) else ""


def _check_platform(platform: str) -> None:
    """Refuse what is not measured rightly: another system, and an architecture of which dfix knows no loader.

    Raises:
        LockError: it is such a platform.
    """
    if not platform.startswith("linux/") or architecture_of(platform) not in LOADERS:
        raise LockError(f"it is for {platform[:50] or 'no known platform'}, which dfix does not measure")


def architecture_of(platform: str) -> str:
    """The architecture in a platform."""
    return [*platform.split("/"), ""][1]


def _os(root: Root) -> Json:
    """``ID``, ``VERSION_ID`` and the name for people, as os-release tells them."""
    fields = os_release(root)
    names = (("id", "ID"), ("version", "VERSION_ID"), ("name", "PRETTY_NAME"))
    return {key: fields[name][:LONGEST_VALUE] for key, name in names if fields.get(name)}


def _libcs(root: Root, platform: str) -> Json:
    """The C libraries whose loader is where programs look for it: version and loader; the system's own first.

    A loader's name over a library that is not glibc (gcompat) is ``compat``.
    """
    found: dict[str, Json] = {}
    glibc, musl = LOADERS.get(architecture_of(platform), ("", ""))
    own = _own_loader(root)
    for loader in sorted((glibc, musl), key=lambda one: one != own):
        at = root.find(loader) if loader else None
        if at is None or at[1].kind is not Kind.FILE:
            continue
        if loader == musl:
            found[Libc.MUSL.value] = {"version": at[1].text, "loader": loader}
        else:
            version = _glibc_version(root, platform)
            name = Libc.GLIBC.value if version else "compat"
            found[name] = {"version": version, "loader": loader}
    return {name: {key: value for key, value in facts.items() if value} for name, facts in found.items()}


def _glibc_version(root: Root, platform: str) -> str:
    """The version of the C library that glibc's loader finds; empty where that is none of glibc's.

    Some versions define no symbol of their own (2.31): then the file's name (``libc-2.31.so``) or the package tells.
    """
    defined = _defined(root, platform, "libc.so.6").get("GLIBC", "")
    if not defined:
        return ""
    packages = packages_of(root)
    told = [packages[name] for name in ("libc6", "glibc") if name in packages]
    for path in _glibc_places(root, architecture_of(platform), "libc.so.6"):
        found = root.find(path)
        told += [found[0].rpartition("/libc-")[2]] if found else []
        break
    numbers = (match[0] for one in told if (match := GLIBC_NUMBER.match(one)))
    return max((defined, *numbers), key=version_key)


def _own_loader(root: Root) -> str:
    """The loader of the shell, or of the first program on PATH: the system's own."""
    for name in ("sh", "busybox", *MANAGERS):
        at = _on_path(root, name)
        found = root.find(at) if at else None
        if found and found[1].binary and found[1].binary.interpreter:
            return found[1].binary.interpreter
    return ""


def _defined(root: Root, platform: str, name: str) -> dict[str, str]:
    """The newest version of each family that a library defines where glibc's loader finds it."""
    for path in _glibc_places(root, architecture_of(platform), name):
        binary = _library_at(root, path, platform)
        if binary:
            return dict(newest(binary.defines))
    return {}


def libraries(root: Root, platform: str) -> dict[str, str]:
    """The sonames that the system's own loader finds, each with the newest symbol versions that it defines."""
    loader = _own_loader(root) or next(iter(one for one in _loaders(platform) if root.find(one)), "")
    is_musl = bool(LOADER_NAMES[Libc.MUSL].search(loader)) if loader else False
    paths = _musl_paths(root, loader) if is_musl else _glibc_paths(root, architecture_of(platform))
    found: dict[str, str] = {}
    for path in chain(paths, _own_paths(root)):
        name = path.rpartition("/")[2]
        binary = _library_at(root, path, platform) if name not in found else None
        if binary and (binary.soname or name) == name:
            defined = newest(binary.defines)
            found[name] = " ".join(f"{family}_{defined[family]}" for family in FAMILIES if family in defined)
    return found


def _own_paths(root: Root) -> Iterator[str]:
    """What interpreters find beside the loader's own places: by their RPATH, as conda's Python finds its libraries."""
    for name in LOADING:
        place = _on_path(root, name)
        found = root.find(place) if place else None
        binary = found[1].binary if found else None
        for written in (binary.rpath or binary.runpath).split(":") if found and binary else ():
            directory = re.sub(r"\$(ORIGIN\b|\{ORIGIN\})", found[0].rpartition("/")[0], written) if found else ""
            if directory.startswith("/"):
                yield from _names_in(root, ("/" + "/".join(_normal(directory)),))


def _loaders(platform: str) -> tuple[str, ...]:
    return LOADERS.get(architecture_of(platform), ())


def _library_at(root: Root, path: str, platform: str) -> Binary | None:
    found = root.find(path)
    binary = found[1].binary if found else None
    is_library = binary is not None and binary.format == ELF
    return binary if is_library and binary and binary.architecture in ("", architecture_of(platform)) else None


def _glibc_paths(root: Root, architecture: str) -> Iterator[str]:
    """Where glibc's loader finds libraries: what LD_LIBRARY_PATH, its cache, and its own directories hold."""
    paths = LoaderPaths(root)
    yield from _names_in(root, paths.preset)
    found = root.find("/etc/ld.so.cache")
    cache = libraries_of(found[1].text.encode("latin-1", "replace")) if found else {}
    for places in cache.values():
        yield from places
    yield from _names_in(root, paths.standard("", architecture))


def _glibc_places(root: Root, architecture: str, name: str) -> Iterator[str]:
    return (path for path in _glibc_paths(root, architecture) if path.endswith(f"/{name}"))


def _musl_paths(root: Root, loader: str) -> Iterator[str]:
    paths = LoaderPaths(root)
    return _names_in(root, (*paths.preset, *paths.musl(loader)))


def _names_in(root: Root, directories: Iterable[str]) -> Iterator[str]:
    """The files in some directories, which may be links, by the directories' names."""
    for directory in directories:
        real = _real(root, directory)
        for path in root.entries:
            if path.startswith(f"{real}/") and "/" not in path[len(real) + 1 :] and ".so" in path:
                yield f"{directory.rstrip('/')}/{path[len(real) + 1 :]}"


def _real(root: Root, directory: str) -> str:
    """Where a directory leads; itself where a link does not say, for plain directories have no entry."""
    place, links = "", 0
    todo = [part for part in directory.split("/") if part]
    while todo:
        here = f"{place}/{todo.pop(0)}"
        entry = root.entries.get(here)
        if entry is None or entry.kind is not Kind.LINK or links > 40:
            place = here
            continue
        links += 1
        target = entry.target if entry.target.startswith("/") else f"{place}/{entry.target}"
        todo = [*_normal(target), *todo]
        place = ""
    return place


def _normal(path: str) -> list[str]:
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            kept = kept[:-1]
        elif part not in ("", "."):
            kept.append(part)
    return kept


def _on_path(root: Root, name: str) -> str:
    """Where a program of that name is found; empty for nowhere."""
    for directory in root.search_path:
        if _is_executable(root, f"{directory}/{name}"):
            return f"{directory.rstrip('/')}/{name}"
    return ""


def _programs(root: Root) -> dict[str, str]:
    """The programs on PATH that scripts ask for, by their directories; the first directory has each."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for directory in root.search_path:
        real = _real(root, directory)
        names = {path[len(real) + 1 :] for path in root.entries if path.startswith(f"{real}/")}
        for name in sorted(names - seen):
            if "/" not in name and is_measured(name) and _on_path(root, name):
                seen.add(name)
                found.setdefault(directory, []).append(name)
    return {directory: " ".join(names) for directory, names in found.items()}


def _elsewhere(root: Root, platform: str) -> dict[str, str]:
    """Programs that rules ask for, and libraries, to which neither PATH nor a loader leads: a variable or a link may.

    A program behind another one of its name on PATH is such a program.
    """
    known, first = libraries(root, platform), _first_places(root)
    found: dict[str, list[str]] = {}
    for path, entry in sorted(root.entries.items()):
        directory, _, name = path.rpartition("/")
        is_library = ".so" in name and name not in known and _is_library(root, path, name, platform)
        is_program = entry.kind in (Kind.FILE, Kind.LINK) and is_asked(name) and first.get(name) != directory
        if is_library or (is_program and _is_executable(root, path)):
            found.setdefault(directory or "/", []).append(name)
    return {directory: " ".join(names) for directory, names in list(found.items())[:MOST_DIRECTORIES]}


def _first_places(root: Root) -> dict[str, str]:
    """The directory, without links, where PATH finds each program that rules ask for."""
    found: dict[str, str] = {}
    for directory in root.search_path:
        real = _real(root, directory)
        for path in root.below(f"{real}/"):
            name = path[0][len(real) + 1 :]
            if name not in found and "/" not in name and is_asked(name) and _is_executable(root, path[0]):
                found[name] = real
    return found


def _is_library(root: Root, path: str, name: str, platform: str) -> bool:
    binary = _library_at(root, path, platform)
    return binary is not None and binary.soname == name


def _is_executable(root: Root, path: str) -> bool:
    found = root.find(path)
    return found is not None and found[1].kind is Kind.FILE and found[1].executable


def _ldconfig(root: Root) -> str:
    """``real``, ``stub`` (musl's script), ``absent``."""
    place = next((path for path in ("/sbin/ldconfig", "/usr/sbin/ldconfig") if root.find(path)), "")
    if not place:
        return "absent"
    return "stub" if LOADER_NAMES[Libc.MUSL].search(_own_loader(root)) else "real"


def _config(config: Json) -> Json:
    """What the configuration says of the commands that run in the image, without what may be a secret."""
    told = table_of(config.get("config"))
    pairs = (str(pair).partition("=") for pair in _texts(told.get("Env")))
    environment = {name: value for name, _, value in pairs if not SECRET.search(name) and len(value) <= LONGEST_VALUE}
    lists = {
        key: words
        for key, name in (("entrypoint", "Entrypoint"), ("cmd", "Cmd"), ("shell", "Shell"), ("onbuild", "OnBuild"))
        if (words := _texts(told.get(name)))
    }
    texts = {
        key: str(told[name])[:LONGEST_VALUE]
        for key, name in (("user", "User"), ("workdir", "WorkingDir"))
        if isinstance(told.get(name), str) and told[name]
    }
    return {**({"env": environment} if environment else {}), **texts, **lists}


def _texts(value: object) -> list[str]:
    return [one[: 4 * LONGEST_VALUE] for one in value[:500] if isinstance(one, str)] if isinstance(value, list) else []


def _files(root: Root, wanted: Iterable[str]) -> Iterator[tuple[str, Json]]:
    """The facts of files that a Dockerfile copies out of the image, and of compiled files below such directories."""
    count = 0
    for path in sorted(set(wanted)):
        real = _real(root, path)
        found = root.find(path)
        if found and found[1].kind is Kind.FILE:
            yield path, _file(found[1])
            continue
        below = next(root.below(f"{real}/"), None)
        yield path, {"directory": True} if below else {"absent": True}
        for inner, entry in sorted(root.below(real)):
            if entry.binary is not None and count < MOST_FILES:
                count += 1
                yield f"{path.rstrip('/')}{inner[len(real) :]}", _file(entry)


def _file(entry: Entry) -> Json:
    return {"executable": entry.executable, **(_binary(entry.binary) if entry.binary else _script(entry))}


def _script(entry: Entry) -> Json:
    if entry.shebang is None:
        return {}
    told = {"script": entry.shebang.path, "program": entry.shebang.program}
    return {**told, "carriage_return": True} if entry.shebang.carriage_return else told


def _binary(binary: Binary) -> Json:
    if binary.format != ELF:
        return {"format": binary.format}
    asks = (f"{family}_{version}" for family, version in sorted(binary.asks.items()) if family in FAMILIES)
    facts: Json = {
        "architecture": binary.architecture,
        "interpreter": binary.interpreter,
        "library": not binary.is_program,
        "needed": list(binary.needed),
        "asks": " ".join(asks),
    }
    return {"format": ELF, **{key: value for key, value in facts.items() if value}}
