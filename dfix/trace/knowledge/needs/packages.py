"""The libraries that a language's packages need, by the packages' names.

``data/package_libraries.json``: ``compiled`` are packages that are compiled where they are installed, since nobody
publishes them ready made for Linux (``-lldap``: the library of that link name in the builder); ``from_source`` says
what those link that are published and that a command asks to compile (``pip install --no-binary``); ``ready_made`` are
those that are published, and find libraries of the system when they are loaded (measured: the dynamic sections of their
files); ``loaded`` are those that open a library by its name when they are imported (their sources: ctypes, cffi, FFI),
of ``a|b`` whichever is there: the one that the release has.
Neither holds where a package of ``in_place_of`` is there too. ``brings`` are packages that depend on such a one (their
metadata), for where only their own names are known. ``modules`` are the names by which sources import a package, or
others that import it with themselves, where these are not its own name.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from dfix.evidence import Evidence
from dfix.fact_file import FactFile
from dfix.images import Libc
from dfix.images.package_contents import package_with
from dfix.images.release import Release
from dfix.text.pattern import pattern
from dfix.trace.knowledge.builder_libraries import can_link, linked_library
from dfix.trace.knowledge.needs.links import needs as of_links
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.python_requests import values
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.values import TypeAlias

# Packages of which ``node.py`` tells.
IN_OTHER_FILES = ("@prisma/client", "puppeteer")
# Packages of Node that nobody publishes ready made for musl.
NOT_FOR_MUSL = frozenset({"canvas"})
FROM_SOURCE = pattern(r"--build-from-source(?:=(.*))?")
NO_BINARY = pattern(r"^[^#\n]{0,200}--no-binary[ =]([^\s#]+)", re.MULTILINE)
MOST_FILES = 10
# Ubuntu has MySQL's own client library instead.
MARIADB = "libmariadb."
# By language, by package: the sonames, parted by blanks.
Sonames: TypeAlias = Mapping[str, Mapping[str, str]]


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The libraries of an environment's packages that were compiled against some, or that look for some."""
    environment, release = artifact.environment, builder.release if builder else None
    yield from of_links(artifact, builder)
    if environment is None or release is None:
        return
    # The index takes ``_`` for ``-`` in the names of Python's packages (PEP 503).
    named = dict.fromkeys(name.replace("_", "-") for name in environment.packages + environment.names)
    names = tuple(dict.fromkeys((*named, *_brought(environment.language, named))))
    is_common = builder is not None and release.distro in ("debian", "alpine", "ubuntu")
    if builder and is_common:
        yield from _compiled(environment.language, "compiled", names, builder)
        if artifact.made is not None:
            chosen = _built_from_source(artifact.made.call, environment.language, names, builder)
            is_musl = artifact.abi is not None and artifact.abi.libc is Libc.MUSL
            chosen += tuple(name for name in names if is_musl and name in NOT_FOR_MUSL and name not in chosen)
            yield from _compiled(environment.language, "from_source", chosen, builder)
    yield from _ready_made(environment.language, names)
    yield from _loaded(environment.language, frozenset(names), release)


def _brought(language: str, names: Iterable[str]) -> Iterator[str]:
    """The packages on which some of these depend."""
    brings = _facts()["brings"].get(language, {})
    yield from (brings[name] for name in names if name in brings)


def _built_from_source(call: Call, language: str, names: tuple[str, ...], builder: Root) -> tuple[str, ...]:
    """The packages that are compiled although they are published ready made, since the command asks for it."""
    if language == "node":
        asked = [value for word in call.texts if (value := FROM_SOURCE.fullmatch(word))]
        said = asked[-1][1] or "true" if asked else call.env.get("npm_config_build_from_source", "")
        if said == "true" and call.has("rebuild") and any(name in call.texts for name in names):
            return tuple(name for name in names if name in call.texts)
        return names if said == "true" else tuple(name for name in names if name in said.split(","))
    chosen = set(re.split(r"[,\s]+", " ".join(_without_binary(call, builder)).lower().replace("_", "-")))
    return names if ":all:" in chosen else tuple(name for name in names if name in chosen)


def _without_binary(call: Call, builder: Root) -> Iterator[str]:
    """What ``--no-binary`` says: as an option, as a variable, and in files of requirements."""
    yield call.env.get("PIP_NO_BINARY", "")
    yield from (value.text for value in values(call, "--no-binary", "--no-binary-package"))
    for file in list(values(call, "-r", "--requirement", "--requirements"))[:MOST_FILES]:
        text = builder.read(call.path(file.text)) or ""
        yield from NO_BINARY.findall(text) if "--no-binary" in text else ()


def _compiled(language: str, part: str, names: tuple[str, ...], builder: Root) -> Iterator[Need]:
    """What packages were compiled against."""
    compiled = _facts()[part].get(language, {})
    is_ubuntu = builder.release is not None and builder.release.distro == "ubuntu"
    for package in names:
        because = f"{package} is compiled against it"
        for soname in compiled.get(package, "").split():
            # Ubuntu's default is MySQL's own client library.
            is_of_mysql = is_ubuntu and soname.startswith(MARIADB) and "libmariadb-dev" not in builder.packages
            said = "-lmysqlclient" if is_of_mysql else soname
            link = said.removeprefix("-l")
            library = linked_library(link, builder) if link != said and can_link(link, builder) else None
            if library:
                yield Need(library.soname, library.sure, because, package=package)
            elif link == said:
                yield Need(said, Evidence.PACKAGE.sure, because, package=package)


def _ready_made(language: str, names: tuple[str, ...]) -> Iterator[Need]:
    """What published packages look for when they are loaded."""
    libraries = _facts()["ready_made"].get(language, {})
    for package in names:
        for soname in libraries.get(package, "").split() if not _is_replaced(language, package, names) else ():
            because = f"what is published of {package} looks for it"
            yield Need(soname, Evidence.PACKAGE.sure, because, package=package, ready_made=True)


def _loaded(language: str, names: frozenset[str], release: Release) -> Iterator[Need]:
    """What packages open by name when they are imported."""
    facts = _facts()
    for package, sonames in facts["loaded"].get(language, {}).items():
        if package not in names or _is_replaced(language, package, names):
            continue
        for words in sonames.split():
            because, choice = f"{package} opens it when it is imported", words.split("|")
            soname = next((one for one in choice if len(choice) > 1 and package_with(release, one)), choice[0])
            yield Need(soname, Evidence.PACKAGE.sure, because, package=package, ready_made=True)


def _is_replaced(language: str, package: str, names: Collection[str]) -> bool:
    """Whether another package is there that does without the library."""
    others = _facts()["in_place_of"].get(language, {}).get(package, "").split()
    return any(other in names for other in others)


def brought_by(language: str, package: str) -> frozenset[str]:
    """The packages that depend on one."""
    brings = _facts()["brings"].get(language, {})
    return frozenset(name for name, brought in brings.items() if brought == package)


def modules_of(language: str, package: str) -> tuple[str, ...]:
    """The names by which sources import a package, or others that import it."""
    return tuple(_facts()["modules"].get(language, {}).get(package, package.replace("-", "_")).split())


def sources_only(language: str) -> frozenset[str]:
    """The packages of a language that are compiled wherever they are installed: nobody publishes a build of them."""
    return frozenset(_facts()["compiled"].get(language, {}))


def expectant() -> frozenset[str]:
    """The packages of all languages that expect libraries of the system where they were not compiled."""
    facts = _facts()
    parts = ("ready_made", "loaded", "brings")
    named = (name for part in parts for names in facts[part].values() for name in names)
    return frozenset((*named, *IN_OTHER_FILES))


_facts = FactFile[Mapping[str, Sonames]](__file__, "package_libraries.json")
