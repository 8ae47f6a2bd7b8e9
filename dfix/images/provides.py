"""Whether an image with some packages has a library or a program, and how sure its absence is."""

from functools import lru_cache

from dfix.confidence import Confidence
from dfix.images.contents import Contents, contents_of
from dfix.images.image import Image
from dfix.images.libraries import brings_by_name, lacks
from dfix.images.package_contents import (
    Closure,
    base_packages,
    installed,
    is_of_other_release,
    is_rarely_brought,
    kin,
    packages_with,
    packages_with_program,
    reach_of,
    records_program,
)
from dfix.images.packages import package_of_library
from dfix.images.release import Release, version_key
from dfix.images.release import release as known_release
from dfix.values import NamedTuple

# The rules ask many questions about one root; of many files each has roots of its own.
MOST_HOLDINGS = 32
FIRST_ALPINE_WITH_1_1 = (3, 9)
OPENSSLS = ("1.0.0", "1.0.2", "1.1", "3")
# Releases with one OpenSSL: from the second version on, or between the first and the third.
WITH_ONE_OPENSSL = {
    "debian": ((10,), (10,), (10,)), "ubuntu": ((20, 4), (20, 4), (20, 4)), "alpine": ((3, 9), (3, 20), (3, 15)),
}  # fmt: skip


class Packages(NamedTuple):
    """What was installed on top of an image, by name; what these bring along follows from the catalog.

    ``recommends`` are those of ``names`` that came with the packages that they recommend; ``removed`` are
    packages of the image, or dependencies, that were removed by name. ``is_open``: packages that are not known may
    be installed too; ``open_libraries``: only such as hold libraries. ``foreign``: some may come from repositories that
    are not the distribution's own.
    """

    names: frozenset[str] = frozenset()
    recommends: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    is_open: bool = False
    open_libraries: bool = False
    foreign: bool = False


class Holdings(NamedTuple):
    """All libraries and programs that an image with its packages has, or may have.

    ``is_open``: there may be others; ``open_libraries``: other libraries. ``unrecorded_programs``: the packages of
    which it is not recorded what programs come with them; ``unrecorded``: those of which that holds for libraries.
    ``is_guess``: some packages are those of a similar release, whose libraries may have other versions.
    """

    sonames: frozenset[str]
    programs: frozenset[str]
    is_open: bool
    open_libraries: bool
    unrecorded_programs: frozenset[str]
    unrecorded: frozenset[str]
    is_guess: bool
    sure: Confidence

    @property
    def is_partly_recorded(self) -> bool:
        """Whether of a package it is not recorded what programs come with it."""
        return bool(self.unrecorded_programs)


def lacks_library(image: Image | None, packages: Packages, soname: str) -> Confidence | None:
    """How sure it is that the library is absent; None where it is there, or where nothing is known of the image."""
    if image and package_of_library(soname, image.release) in packages.names:
        return None
    if soname.endswith(".so") and brings_by_name(packages.names, soname):
        return None  # what is looked for in any version
    holdings = holdings_of(image, packages) if image else None
    if image and _has_other_version(image, packages, holdings, soname):
        return Confidence.LIKELY
    if holdings is None:
        absent = lacks(image, packages.names, soname) or _kin_lacks(image, packages, soname)
        is_open = packages.is_open or packages.open_libraries
        return Confidence.POSSIBLE if absent is not None and is_open else absent
    return None if _is_held(holdings, soname) else _not_held(image, packages, holdings, soname)


def _is_held(holdings: Holdings, soname: str) -> bool:
    """Whether a library is there; one without a version is looked for in whatever version is there."""
    if soname in holdings.sonames or (soname.endswith(".so") and soname in map(_any_version, holdings.sonames)):
        return True
    return holdings.is_guess and _stem(soname) in map(_stem, holdings.sonames)


def _not_held(image: Image | None, packages: Packages, holdings: Holdings, soname: str) -> Confidence:
    """How sure the absence is of a library that is not among what is known to be there."""
    is_hidden = image and image.locked and soname in image.locked.hidden  # where no loader leads by itself
    if is_hidden or holdings.is_open or packages.open_libraries:
        return Confidence.POSSIBLE
    if holdings.open_libraries:
        return lacks(image, packages.names, soname) or Confidence.POSSIBLE
    if holdings.unrecorded:
        absent = lacks(image, packages.names, soname) or Confidence.POSSIBLE
        return max(absent, _is_out_of_reach(image, holdings, packages, soname))
    return holdings.sure


def _has_other_version(image: Image, packages: Packages, holdings: Holdings | None, soname: str) -> bool:
    """Whether the image's release has the library under another soname only, and no other repository was added."""
    from dfix.images.link_names import is_other_version

    version = soname.partition(".so.")[2]
    # Beside its own version of Boost, Ubuntu has an older one.
    is_named = any(version in name for name in packages.names) if version else True
    is_held = is_named or (holdings is not None and soname in holdings.sonames)
    return not packages.foreign and not is_held and is_other_version(soname, image.release)


def is_other_openssl(soname: str, release: Release) -> bool:
    """Whether a library is of an OpenSSL that none of the release's own packages has.

    Alpine 3.15 to 3.19, Debian 9 and Ubuntu 18.04 had two of them (their package indexes).
    """
    stem, _, version = soname.partition(".so.")
    if stem not in ("libssl", "libcrypto") or version not in OPENSSLS or release.version is None:
        return False
    here = version_key(release.version)
    if release.distro == "alpine" and here and here < FIRST_ALPINE_WITH_1_1:
        return version in ("1.1", "3")
    if not release.libssl or release.libssl.endswith(f".so.{version}"):
        return False
    alone = WITH_ONE_OPENSSL.get(release.distro)
    return alone is not None and (here >= alone[1] or alone[0] <= here < alone[2])


def _is_out_of_reach(image: Image | None, holdings: Holdings, packages: Packages, soname: str) -> Confidence:
    """How sure it is that none of the packages whose libraries are not all recorded can bring a library.

    A package links what its build had at most, so that another package's library does not come with it. One of which
    nothing is recorded hardly brings what few packages bring, unless it is another distributor's.
    """
    if image is None:
        return Confidence.POSSIBLE
    holders = packages_with(kin(image.release) or image.release, soname)
    reach = reach_of(image.release, holdings.unrecorded)
    own = own_unrecorded(image) & holdings.unrecorded
    near = reach_of(image.release, holdings.unrecorded - own).near | own
    if not holders or not holders.isdisjoint(near) or (reach.unbounded and packages.foreign):
        return Confidence.POSSIBLE
    # An official image keeps packages for what its own programs need: hardly all with which these were built.
    for name in map(frozenset, ([one] for one in own)):
        if not (
            holders.isdisjoint(reach_of(image.release, name).near) or is_rarely_brought(image.release, holders, name)
        ):
            return Confidence.POSSIBLE
    is_safe = not reach.unbounded and holders.isdisjoint(reach.packages)
    if not is_safe and not is_rarely_brought(image.release, holders, reach.unbounded):
        return Confidence.POSSIBLE
    return min(Confidence.LIKELY, holdings.sure)


def own_unrecorded(image: Image) -> frozenset[str]:
    """The packages that an official image may hold itself and of which not all libraries are recorded."""
    holdings = holdings_of(image, Packages(frozenset(), frozenset())) if image.official and not image.locked else None
    return holdings.unrecorded if holdings else frozenset()


def _kin_lacks(image: Image | None, packages: Packages, soname: str) -> Confidence | None:
    """How sure it is that a plain Ubuntu has no library of that name, of any version: by Debian's packages."""
    release = (kin(image.release) or _next_release(image.release)) if image else None
    if release is None or lacks(image, frozenset(), soname) is None:
        return None
    added = _closure(release, packages.names, packages.recommends)
    if _stem(soname) in map(_stem, added.sonames):
        return None
    return Confidence.POSSIBLE if added.unknown else Confidence.LIKELY


def _next_release(release: Release) -> Release | None:
    """The recorded release that followed one of Debian of which no package is recorded."""
    return known_release("debian-11") if release.id == "debian-9" else None


def has_any_version(image: Image, packages: Packages, soname: str) -> bool:
    """Whether the image with its packages is known to have a library of that name, of whatever version."""
    holdings = holdings_of(image, packages)
    return holdings is not None and _stem(soname) in map(_stem, holdings.sonames)


def _any_version(soname: str) -> str:
    """The name of a library for those that look for whatever version is there."""
    return f"{_stem(soname)}.so"


def _stem(soname: str) -> str:
    """The name of a library without its version."""
    return soname.partition(".so")[0]


def lacks_program(image: Image | None, packages: Packages, program: str) -> Confidence | None:
    """How sure it is that no such program is on PATH; None where one is, or where nothing is known."""
    is_recorded = records_program(program)
    if not is_recorded and image is not None and image.locked:
        from dfix.images.lock import is_measured

        is_recorded = is_measured(program)
    holdings = holdings_of(image, packages) if image and is_recorded else None
    if holdings is None or program in holdings.programs:
        return None
    if holdings.is_open:
        return Confidence.POSSIBLE
    if holdings.is_partly_recorded:
        return _program_is_out_of_reach(image, holdings, program) if image else Confidence.POSSIBLE
    return holdings.sure


def _program_is_out_of_reach(image: Image, holdings: Holdings, program: str) -> Confidence:
    """How sure it is that none of the packages whose programs are not all recorded can bring a program.

    What comes with what they were built with may be a tool of a build far away (``xmlto``, which needs bash): such a
    program hardly comes along where few packages bring it at all.
    """
    release, unrecorded = image.release, holdings.unrecorded_programs
    holders = packages_with_program(release, program)
    reach = reach_of(release, unrecorded)
    is_bounded = bool(holders) and not reach.unbounded and holders.isdisjoint(reach.near)
    is_safe = is_bounded and (holders.isdisjoint(reach.packages) or is_rarely_brought(release, holders, unrecorded))
    return min(Confidence.LIKELY, holdings.sure) if is_safe else Confidence.POSSIBLE


@lru_cache(MOST_HOLDINGS)
def holdings_of(image: Image, packages: Packages) -> Holdings | None:
    """What an image has with these packages; None where it is not recorded what the image holds."""
    contents = contents_of(image)
    if contents is None:
        return None
    base = _closure(image.release, contents.packages - packages.removed, frozenset())
    some = _closure(image.release, _possible(image, contents, packages) - packages.removed, frozenset())
    kept = _closure(image.release, contents.kept, frozenset())
    added = _closure(image.release, packages.names, packages.recommends)
    if image.locked and packages.removed:
        contents = _without_removed(image, contents, image.locked.packages, packages.removed)
    return Holdings(
        base.sonames | some.sonames | added.sonames | kept.sonames | contents.libraries,
        base.programs | some.programs | added.programs | contents.programs | contents.possible_programs,
        packages.is_open or contents.is_open,
        packages.open_libraries or contents.open_libraries,
        added.unknown | _unknown_programs(base, some, contents),
        added.unknown | base.unknown | _of_release(image.release, some.unknown | kept.unknown),
        added.is_guess or base.is_guess,
        min(contents.sure, Confidence.LIKELY) if added.is_guess or base.is_guess else contents.sure,
    )


def _possible(image: Image, contents: Contents, packages: Packages) -> frozenset[str]:
    """The packages that only may be there: where some are installed on a measured image, the release's bare ones.

    What is recorded of a package leaves out what the bare image has; a smaller one gets it with the package.
    """
    is_added = image.locked is not None and bool(packages.names)
    return contents.possible | ((base_packages(image.release) or frozenset()) if is_added else frozenset())


def _without_removed(image: Image, contents: Contents, measured: frozenset[str], removed: frozenset[str]) -> Contents:
    """What is left of a measured image once packages, and those that depend on them, are removed.

    A library or a program goes where all packages of the image that hold it go. Of which the catalog knows no package,
    that stays.
    """
    release = kin(image.release) or image.release
    gone = {
        one
        for one in measured
        if one in removed or not removed.isdisjoint(_closure(release, frozenset({one}), frozenset()).packages)
    }
    kept = measured - gone

    def is_left(holders: frozenset[str]) -> bool:
        return holders.isdisjoint(gone) or not holders.isdisjoint(kept)

    return contents._replace(
        libraries=frozenset(one for one in contents.libraries if is_left(packages_with(release, one))),
        programs=frozenset(one for one in contents.programs if is_left(packages_with_program(release, one))),
        sure=min(contents.sure, Confidence.LIKELY),
    )


def _of_release(release: Release, names: frozenset[str]) -> frozenset[str]:
    """Those of the packages of all versions of an image that its release may have."""
    return frozenset(name for name in names if not is_of_other_release(release, name))


def _unknown_programs(base: Closure, some: Closure, contents: Contents) -> frozenset[str]:
    """The packages of the image that are not recorded, so that they may bring any program."""
    named = (base.unknown & contents.packages) | (some.unknown & contents.possible)
    return named - contents.known


def _closure(release: Release, names: frozenset[str], recommends: frozenset[str]) -> Closure:
    """What the names bring; those in ``recommends`` with what they recommend."""
    plain = installed(release, names - recommends, recommends=False)
    more = installed(release, names & recommends, recommends=True)
    return Closure(
        plain.packages | more.packages,
        plain.sonames | more.sonames,
        plain.programs | more.programs,
        plain.unknown | more.unknown,
        plain.is_guess or more.is_guess,
    )
