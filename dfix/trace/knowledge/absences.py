"""What a product needs and its stage lacks at the end: libraries, and symbol versions in those that are there."""

from collections.abc import Iterable

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.images.provides import is_other_openssl
from dfix.trace.knowledge.needs import Need, needs_of
from dfix.trace.knowledge.needs.need import is_add_on
from dfix.trace.knowledge.provides import lacks_library, lacks_symbol
from dfix.trace.landing import Landing
from dfix.trace.state.artifact import Artifact, Kind
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import Root
from dfix.tristate import Tristate
from dfix.values import TypeAlias

# What is needed and absent, one of each library, and how sure that is.
Absences: TypeAlias = dict[Need, Confidence]
Judged: TypeAlias = list[tuple[Need, Confidence | None]]
LIBSSL = ("libssl.so.", "libcrypto.so.")


def absences(landing: Landing, builder: Root | None) -> Absences:
    """What is absent where a product landed or was installed; ``builder`` is the root in which it was made."""
    needs = [need for need in needs_of(landing.artifact, builder) if _is_judged(need, landing)]
    root = landing.stage.root
    if landing.artifact.kind is Kind.PROGRAM and (
        root.is_empty or any(root.files.holds(need.soname) for need in needs)
    ):
        from dfix.trace.knowledge.needs.copied import of_copied

        needs += of_copied(needs, root, builder)
    absent = ((need, _hurts(landing, need, builder)) for need in needs if need.version is None)
    libraries = _surest(_one_of_them(list(absent)))
    found = libraries
    if not any(sure > Confidence.POSSIBLE for sure in libraries.values()):
        outdated = _surest((need, _outdated(landing, need)) for need in needs if need.version is not None)
        found = libraries | outdated
    # What is only possible makes what is surer no less sure.
    return {need: sure for need, sure in found.items() if sure > Confidence.POSSIBLE} or found


def _one_of_them(judged: Judged) -> Judged:
    """The same, with likely needs where of several libraries none is there, and at least one of them is needed."""
    if any(absent is None for need, absent in judged if need.at_least_one):
        return judged
    return [
        (need._replace(sure=Evidence.HEADERS_ALL_ABSENT.sure) if need.at_least_one else need, absent)
        for need, absent in judged
    ]


def _surest(judged: Iterable[tuple[Need, Confidence | None]]) -> Absences:
    """The surest absence of each library; of equally sure ones the newest symbol version, or the first need."""
    found = dict[str, tuple[Need, Confidence]]()
    for need, absent in judged:
        if absent is not None:
            sure, before = min(need.sure, absent), found.get(need.soname)
            if before is None or _rank(need, sure) > _rank(*before):
                found[need.soname] = (need, sure)
    return dict(found.values())


def _rank(need: Need, sure: Confidence) -> tuple[Confidence, tuple[int, ...]]:
    if not need.version:
        return sure, ()
    from dfix.images.cxx_runtime import symbol_key

    return sure, symbol_key(need.version)


def _is_judged(need: Need, landing: Landing) -> bool:
    """Whether the library may be absent: where a product was linked it was there, and ``losses`` tells if it went."""
    if need.unless and landing.stage.scope.env.get(need.unless, "").strip("\"'").lower() in ("true", "1"):
        return False
    return need.ready_made or landing.artifact.arrival is not None or landing.artifact.made is None


def _absent(landing: Landing, need: Need) -> Confidence | None:
    """How sure it is that nothing brings the library to where it lands."""
    root, library = landing.stage.root, need.soname
    if need.own:
        return _lacks_own(landing, library)
    if root.files.holds(library):
        return None
    absent = lacks_library(root, library) if _is_loaded(landing.artifact) else None
    if not library.startswith(LIBSSL) or (absent is not None and absent > Confidence.POSSIBLE):
        return absent
    if absent is None:
        absent = _lacks_openssl(root, library)
    # What opens a library by its name may take another version.
    is_known = need.ready_made or (absent is not None and absent > Confidence.POSSIBLE)
    return absent if is_known else _unpackaged_openssl(root, library) or absent


def _hurts(landing: Landing, need: Need, builder: Root | None) -> Confidence | None:
    """How sure it is that a library is absent and that what looks for it is used."""
    absent = _absent(landing, need)
    if absent is None or not need.ready_made or not need.package or absent is Confidence.POSSIBLE:
        return absent
    if builder is not None and _is_installed_for(builder, need.soname):
        return absent
    from dfix.trace.knowledge.needs.imported import is_imported

    answer = is_imported(landing.artifact, need.package, landing.stage.root, builder)
    return min(absent, Evidence.PACKAGE_NOT_IMPORTED.sure) if answer is Tristate.NO else absent


def _is_installed_for(builder: Root, soname: str) -> bool:
    """Whether the builder's commands install the library: who does knows of a use that no source shows."""
    from dfix.images.package_contents import package_with

    package = package_with(builder.release, soname) if builder.release else None
    return package is not None and package in builder.packages


def _lacks_own(landing: Landing, library: str) -> Confidence | None:
    """How sure it is that a library which only its build makes was not brought along with the program."""
    root = landing.stage.root
    if landing.artifact.arrival is None or landing.artifact.kind is not Kind.PROGRAM or root.image is None:
        return None
    if root.files.may_hold_own(library):
        return None
    return Confidence.LIKELY if root.closed else Confidence.POSSIBLE


def _is_loaded(artifact: Artifact) -> bool:
    """Whether something loads it for sure: another library may lie there unused, or beside what it needs."""
    if artifact.kind in (Kind.PROGRAM, Kind.ENVIRONMENT):
        return True
    return artifact.made is not None and (artifact.made.toolchain.name == "php" or is_add_on(artifact.made.call))


def _outdated(landing: Landing, need: Need) -> Confidence | None:
    """How sure it is that the library that is there does not define the symbol version."""
    is_program = landing.artifact.kind is Kind.PROGRAM
    return lacks_symbol(landing.stage.root, need.soname, need.version or "") if is_program else None


def _lacks_openssl(root: Root, library: str) -> Confidence | None:
    """How sure it is that a release has OpenSSL in another version only."""
    version = library.partition(".so.")[2]
    if root.release is None or root.release.libssl in (None, f"libssl.so.{version}") or _brings_openssl(root, version):
        return None
    is_open = root.facts.may_have(Happening.UNREAD_COMMAND) or root.installed.is_open is not Tristate.NO
    return Confidence.POSSIBLE if is_open else Confidence.CERTAIN


def _unpackaged_openssl(root: Root, library: str) -> Confidence | None:
    """How sure it is that an OpenSSL is absent which none of the release's packages brings, recorded or not."""
    if root.release is None or not root.closed or not is_other_openssl(library, root.release):
        return None
    is_open = any(map(root.facts.may_have, (Happening.FOREIGN_REPOSITORY, Happening.UNREAD_INSTALLATION)))
    is_brought = is_open or _brings_openssl(root, library.partition(".so.")[2])
    return None if is_brought or root.installed.is_open is not Tristate.NO else Confidence.LIKELY


def _brings_openssl(root: Root, version: str) -> bool:
    """Whether a package of another release's OpenSSL is installed."""
    return any(f"libssl{version}" in name or name.startswith(("compat-openssl", "openssl1")) for name in root.packages)
