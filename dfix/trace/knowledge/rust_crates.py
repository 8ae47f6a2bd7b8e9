"""The crates that a Rust build links with libraries of the system, and those that compile C.

The facts are in ``data/rust_crates.json``: what each crate's build script looks for (``soname``, or the names by
which it links, ``links``), the crate that brings its own copy instead (``without``), the crate whose dependency on it
is no evidence (``optional_of``: Cargo.lock lists sqlx's driver for SQLite even where no feature turns it on,
cargo#10801), the crate that turns its feature ``static`` on for all (``static_with``), the variable that makes it link
statically, and whether it builds its own copy where the system has none (``own``), or where pkg-config does not know
it (``found_since`` names the first releases whose package tells it: libbz2-dev of Debian 11 and 12 has no bzip2.pc,
that of 13 has one; bzip2-rs#104). ``published`` are programs that people install by ``cargo install NAME``: each
feature with the crates by which it links libraries. ``declared`` are crates that bring those of ``system``, by their
features (their manifests on docs.rs). Sources: the build scripts' documentation; cc-rs names ``musl-gcc`` for the
musl target of x86_64 only.
"""

from collections.abc import Iterator, Mapping

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.fact_file import FactFile
from dfix.images import Release, version_key
from dfix.manifests.cargo import (
    Chosen,
    Crates,
    asked_features,
    crates,
    declared,
    other_members,
    package_names,
)
from dfix.text.pattern import pattern
from dfix.trace.knowledge.rust_sources import sources, words_of
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

# Options of ``cargo install`` that have a value (cargo-install(1)).
INSTALL_OPTIONS = (
    "--version", "--vers", "--git", "--branch", "--tag", "--rev", "--path", "--root", "--registry", "--index", "--bin",
    "--example", "--features", "-F", "--profile", "--target", "--target-dir", "-j", "--jobs", "--config", "-Z",
)  # fmt: skip


# Crates that build their own copy where any crate turns their feature ``vendored`` or ``bundled`` on.
WITH_OWN_COPY = frozenset({"openssl-sys", "libsqlite3-sys", "pq-sys", "mysqlclient-sys", "libdbus-sys"})
VERSION = pattern(r"\d+(\.\d+)*")


class System(NamedTuple):
    """A crate that links ``library`` of the system.

    ``soname`` is empty where it depends on the release; then ``links`` are the names by which it links, if these are
    known. ``has_own``: it builds its own copy where the system has none. ``found_since``: the first release of each
    distribution on which pkg-config finds the library; any where a distribution is not named.
    """

    crate: str
    library: str
    soname: str
    sure: Confidence
    links: tuple[str, ...] = ()
    has_own: bool = False
    found_since: tuple[str, ...] = ()

    def is_found_on(self, release: Release | None) -> bool:
        """Whether pkg-config finds the library of a release, so that the crate builds no copy of its own."""
        since = dict(zip(self.found_since[::2], self.found_since[1::2], strict=True))
        first = since.get(release.distro) if release else None
        version = release.version if release else None
        return first is None or version is None or version_key(version) >= version_key(first)


def crates_of(call: Call, root: Root) -> Crates | None:
    """The crates of what a cargo command builds; None where the project's files are not available."""
    if root.context is None or published_crate(call):
        return None
    return crates(root.read, root.names, project_of(call), _chosen(call))


def _without_unnamed(call: Call, root: Root, build: Crates) -> tuple[Crates, Evidence]:
    """The crates of a build without those that only a dependency brings that no source names, and their evidence."""
    directory = project_of(call)
    texts = sources(root, directory)
    if not texts:
        return build, Evidence.LOCKED_CRATE_UNSEEN
    seen = Evidence.LOCKED_CRATES_ALL if build.sure else Evidence.LOCKED_CRATE
    # A member of a workspace may link what only another member names.
    if root.read(f"{directory}/Cargo.lock") is None:
        return build, seen
    return crates(root.read, root.names, directory, _chosen(call), words_of(texts)) or build, seen


def has_manifest(call: Call, root: Root) -> bool:
    """Whether the project's own manifest is there to be read."""
    return root.context is not None and root.read(f"{project_of(call).rstrip('/')}/Cargo.toml") is not None


def unused_members(call: Call, root: Root, build: Crates) -> Iterator[str]:
    """The directories of the workspace's members that a build does not use."""
    return other_members(root.read, root.names, project_of(call), _chosen(call), build.used)


def project_of(call: Call) -> str:
    """The directory of the project that a cargo command builds."""
    manifest, path = call.option("--manifest-path"), call.option("--path")
    return call.path(manifest.text.rpartition("/")[0]) if manifest else call.path(path.text if path else ".")


def published_crate(call: Call) -> str:
    """The crate that ``cargo install NAME`` fetches and builds, whatever project is there; empty for none."""
    # The call is without its subcommand.
    is_install = any(word.raw == "install" for word in call.command.words[:3])
    if not is_install or call.has("--path", "--git"):
        return ""
    return next((arg.text.partition("@")[0] for arg in call.operands(*INSTALL_OPTIONS)), "")


def _of_published(call: Call, crate: str) -> tuple[System, ...] | None:
    """What a published program links by the features that are chosen; None where that is not known."""
    features = _facts()["published"].get(crate)
    if features is None:
        return None
    chosen = _chosen(call)
    is_all = chosen.all_features or chosen.default_features
    used = [feature for feature in features if is_all or feature in chosen.features]
    if not is_all and any("bundled" in feature for feature in chosen.features):
        used = []
    linked = [name for feature in used for name in features[feature].split()]
    return tuple(
        _system(crate, _facts()["system"][name], Evidence.PACKAGE_PUBLISHED.sure) for name in dict.fromkeys(linked)
    )


def _system(crate: str, row: dict[str, str], sure: Confidence) -> System:
    links, since = row["links"].split(), row.get("found_since", "").split()
    return System(crate, row["library"], row["soname"], sure, tuple(links), bool(row["own"]), tuple(since))


def _chosen(call: Call) -> Chosen:
    """Which packages, programs and features the command selects."""
    package, program = call.option("-p", "--package"), call.option("--bin")
    features = call.option("--features", "-F")
    return Chosen(
        (package.text,) if package else (),
        (program.text,) if program else (),
        frozenset(features.text.replace(",", " ").split()) if features else frozenset(),
        call.has("--all-features"),
        not call.has("--no-default-features"),
    )


def system_libraries(call: Call, root: Root) -> tuple[System, ...] | None:
    """The crates of a build that link libraries of the system; None where the crates are not known."""
    published = published_crate(call)
    if published:
        return _of_published(call, published)
    build = crates_of(call, root)
    if build is None:
        return None
    if not any(crate in build.linked for crate in _facts()["system"]):
        return ()
    build, evidence = _without_unnamed(call, root, build)
    return tuple(
        _system(crate, row, evidence.sure)
        for crate, row in _facts()["system"].items()
        if crate in build.linked
        and crate not in build.own
        and row["without"] not in build.locked[crate]
        and not call.env.get(row["static"])
        and _users(build, crate) != {row.get("optional_of")}
        and row.get("static_with") not in build.linked
        and not _is_off(call, root, build, crate)
    )


def _is_off(call: Call, root: Root, build: Crates, crate: str) -> bool:
    """Whether all that brings a crate does so by a feature that no package of the build asks for.

    Cargo.lock lists what the features of the whole workspace bring (``pq-sys`` for another member's diesel).
    """
    users = _users(build, crate)
    return bool(users) and all(_is_feature_off(call, root, build, user, crate) for user in users)


def _is_feature_off(call: Call, root: Root, build: Crates, user: str, crate: str) -> bool:
    row, chosen, project = _facts()["declared"].get(user, {}), _chosen(call), project_of(call)
    features = {feature for feature, brought in row.items() if feature != "until" and crate in brought.split()}
    if not features or features & {"*", "default"} or chosen.all_features:
        return False
    others = _users(build, user) - package_names(root.read, root.names, project, chosen)
    if any(not one.startswith((user, "migrations_")) for one in others):
        return False
    asked = asked_features(root.read, root.names, project, chosen, build.used, user)
    return asked is not None and not asked & features


def declared_libraries(call: Call, root: Root) -> tuple[System, ...]:
    """What the crates link of the system that a project's manifest names, where it has no lock file.

    A row of ``declared`` has a crate's own features that link, those of them that are the default (``default``: ``*``
    where all that it links does not depend on a feature), and the first version (``until``) where that ends.
    """
    if root.context is None or published_crate(call):
        return ()
    texts = sources(root, project_of(call))
    named = words_of(texts) if texts else None
    wanted = [*declared(root.read, root.names, project_of(call), _chosen(call), named)]
    said = [(crate, table, {str(one) for one in _listed(table.get("features"))}) for crate, table in wanted]
    own = {crate for crate, _, features in said for one in features if "vendored" in one or "bundled" in one}
    linked = dict.fromkeys(name for crate, table, features in said for name in _links(crate, table, features))
    rows = _facts()["system"]
    return tuple(
        _system(name, rows[name], Evidence.DECLARED_CRATE.sure)
        for name in linked
        if not call.env.get(rows[name]["static"]) and not (own and name in WITH_OWN_COPY)
    )


def _links(crate: str, table: Mapping[str, object], features: set[str]) -> Iterator[str]:
    """The crates of ``system`` that a requirement brings."""
    if crate in _facts()["system"]:
        yield crate
    row = _facts()["declared"].get(crate)
    if row is None:
        return
    version = VERSION.search(str(table.get("version", "")))
    is_old = version is not None and version_key(version[0]) < version_key(row["until"]) if row["until"] else True
    is_default = table.get("default-features", table.get("default_features")) is not False
    for feature, names in row.items():
        is_on = feature in features or (is_old and (feature == "*" or (feature == "default" and is_default)))
        if is_on and feature != "until":
            yield from names.split()


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _users(build: Crates, crate: str) -> set[str]:
    """The crates of the program that depend on a crate."""
    return {user for user in build.linked if crate in build.locked.get(user, ())}


def may_link(soname: str) -> bool:
    """Whether a crate is known that links a library of the system, and brings no copy of its own."""
    rows = (row for row in _facts()["system"].values() if not row["own"])
    names = (name for row in rows for name in (row["soname"], *(f"lib{link}" for link in row["links"].split())) if name)
    return any(soname == name or soname.startswith((f"{name}.so", f"{name}-")) for name in names)


def starting_crate(build: Crates) -> str:
    """A crate that starts other programs, and on which a package of the project itself depends; empty for none.

    What only other crates depend on (smol on async-process) is mostly not linked: nothing calls it.
    """
    return next((crate for crate in _facts()["starts"] if crate in build.used & build.direct), "")


def c23_crate(build: Crates) -> str:
    """A crate of a build whose C or C++ takes names of C23 (``__isoc23_strtol``, glibc 2.38); empty for none."""
    return next((crate for crate in _facts()["c23"] if crate in build.used), "")


def computing_crate(build: Crates) -> str:
    """A crate of a build that takes powers or logarithms of doubles whenever it is used; empty for none."""
    return next((crate for crate in _facts()["computes"] if crate in build.used), "")


def compiles(build: Crates) -> str:
    """What the crates' build scripts compile: ``c``, ``c++``, or nothing (empty)."""
    if any(crate in build.used for crate in _facts()["compiles"]["c++"]):
        return "c++"
    return "c" if any(crate in build.used for crate in _facts()["compiles"]["c"]) else ""


_facts = FactFile[dict[str, dict[str, dict[str, str]]]](__file__, "rust_crates.json")
