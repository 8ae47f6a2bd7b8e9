"""Rust: Cargo.toml and Cargo.lock say which crates a program holds, rust-toolchain which compiler builds it.

Sources: The Cargo Book, "Workspaces", "Specifying Dependencies", "Features"; The rustup book,
"The toolchain file". A lock file holds what any choice of features may bring, so what it lacks is
certain, and what it has is likely.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from dfix.manifests.listed import Read, toml_table
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

Table = Mapping[str, object]
# The names that a directory holds, by its path.
Names = Callable[[str], tuple[str, ...]]


class Chosen(NamedTuple):
    """What the command builds: ``packages`` of the workspace, or ``programs`` (empty: the default), and features."""

    packages: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    features: frozenset[str] = frozenset()
    all_features: bool = False
    default_features: bool = True


class Crates(NamedTuple):
    """The crates of a build, each with those it needs.

    ``used`` are those that the chosen packages bring. ``locked`` are all of the workspace: what is
    not among them is not used. ``sure``: ``used`` depends on no feature and on no other package. ``direct`` are
    those on which the packages of the workspace themselves depend. ``linked`` are the used ones without those that
    only build scripts of the workspace use. ``own`` are those that a package of the workspace asks to build their own
    copy of what they link, by a feature whose name says so.
    """

    used: frozenset[str]
    locked: Mapping[str, Sequence[str]]
    sure: bool
    direct: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()


class Toolchain(NamedTuple):
    """The toolchain file: ``channel`` as written (``1.75``, ``stable-x86_64-unknown-linux-musl``), and targets."""

    channel: str
    targets: tuple[str, ...] = ()


BLOCK = pattern(r"^\[\[package\]\]\s*$", re.MULTILINE)
NAME = pattern(r'^name = "([^"]+)"', re.MULTILINE)
SOURCE = pattern(r"^source = ", re.MULTILINE)
# Cargo writes an item a line, with a version where the name alone would not do.
DEPENDENCY = pattern(r'^ "([^" \n]+)', re.MULTILINE)
# Crates that build scripts call: what these link is in no program (their READMEs).
FOR_BUILD_SCRIPTS = pattern(r"(vergen(-\w+)?|shadow-rs|built)$")
# Parts of the manifest that hold what is used when the program is built or runs.
SECTIONS = ("dependencies", "build-dependencies", "build_dependencies")
ELSEWHERE = pattern(r'^cfg\((windows|target_os\s*=\s*"(windows|macos|ios|android)"|target_family\s*=\s*"wasm")\)$')
# Crates for another system: Cargo.lock lists them with those for Linux, and does not say which.
FOREIGN_CRATE = pattern(
    r"\b(windows|winapi|haiku|redox|wasi|android|macos|hermit|objc2?|core-foundation|security-framework)\b"
)
# Features by which a crate builds what it links itself.
OWN_COPY = pattern(r"vendored|bundled|^static$")
# A workspace is looked for in so many directories above a project.
MOST_LEVELS = 8
OTHER_TRIPLE = pattern(r"windows|apple|wasm|android|bsd")


def crates(
    read: Read, names: Names, directory: str, chosen: Chosen, named: frozenset[str] | None = None
) -> Crates | None:
    """The crates of the project in a directory; None without its lock file and manifest.

    The lock file of a member is that of its workspace, which is in a directory above. ``named`` are the words of the
    workspace's sources, where these were read: a crate that they do not name is built, and not linked.
    """
    directory, chosen = _home(read, directory, chosen)
    lock, manifest = read(f"{directory}/Cargo.lock"), toml_table(read(f"{directory}/Cargo.toml"))
    if lock is None or not manifest:
        return None
    locked: dict[str, list[str]] = {}
    workspace: set[str] = set()
    for block in BLOCK.split(lock)[1:]:
        name = NAME.search(block)
        if name is None:
            continue
        if SOURCE.search(block) is None:
            workspace.add(name[1])
        locked.setdefault(name[1], []).extend(DEPENDENCY.findall(block))
    members = {_name(member): member for member in _members(read, names, directory, manifest)}
    starts = _starts(manifest, members, chosen)
    if not starts:
        return None
    used, sure = _used(locked, workspace, members, starts, chosen)
    linking = {name: {**member, **dict.fromkeys(SECTIONS[1:])} for name, member in members.items()}
    linked, _ = _used(locked, workspace, linking, starts, chosen, named)
    direct = frozenset(crate for name in workspace & used for crate in locked[name])
    return Crates(used, locked, sure and workspace <= {*members}, direct, linked, frozenset(_own(manifest, members)))


def _own(manifest: Table, members: Mapping[str, Table]) -> Iterator[str]:
    """The crates that the workspace, or one of its packages, asks for with a feature such as ``vendored``."""
    workspace = manifest.get("workspace")
    shared = workspace.get("dependencies") if isinstance(workspace, dict) else None
    named = ((name, said) for member in members.values() for name, said in _declared(member))
    for name, said in (*named, *(shared.items() if isinstance(shared, dict) else ())):
        features = said.get("features") if isinstance(said, dict) else None
        if isinstance(features, list) and any(OWN_COPY.search(str(one)) for one in features):
            yield str(said.get("package", name)) if isinstance(said, dict) else name


def declared(
    read: Read, names: Names, directory: str, chosen: Chosen, named: frozenset[str] | None = None
) -> Iterator[tuple[str, Table]]:
    """The crates on which the packages that are built depend by their own manifests, each with its requirement.

    ``named`` are the words of the sources, where these are known: a crate that none names is in no program.
    """
    manifest = toml_table(read(f"{directory}/Cargo.toml"))
    members = {_name(member): member for member in _members(read, names, directory, manifest)}
    workspace = manifest.get("workspace")
    shared = workspace.get("dependencies") if isinstance(workspace, dict) else None
    for member in (members[name] for name in _starts(manifest, members, chosen)):
        wanted, _ = _direct(member, chosen, named)
        for name, said in _declared({key: value for key, value in member.items() if key != "build-dependencies"}):
            requirement: Table = said if isinstance(said, dict) else {"version": said}
            common = shared.get(name) if isinstance(shared, dict) and requirement.get("workspace") else None
            if common is not None:
                requirement = _joined(common if isinstance(common, dict) else {"version": common}, requirement)
            crate = str(requirement.get("package", name))
            if crate in wanted:
                yield crate, requirement


def asked_features(
    read: Read, names: Names, directory: str, chosen: Chosen, used: Collection[str], crate: str
) -> set[str] | None:
    """The features by which the packages of a build ask for a crate; None where none of them asks for it.

    Those of a package's own features count as if they were on.
    """
    home, _ = _home(read, directory, chosen)
    manifest = toml_table(read(f"{home}/Cargo.toml"))
    workspace = manifest.get("workspace")
    shared = workspace.get("dependencies") if isinstance(workspace, dict) else None
    said = [shared[crate]] if isinstance(shared, dict) and crate in shared else []
    asked = [member for member in _members(read, names, home, manifest) if _name(member) in used]
    named = [requirement for member in asked for name, requirement in _declared(member) if name == crate]
    texts = [str(one) for member in asked for one in _feature_words(member)]
    listed = [one for table in (*said, *named) if isinstance(table, dict) for one in _strings(table.get("features"))]
    own = [text.partition("/")[2] for text in texts if text.partition("/")[0].rstrip("?") == crate]
    return {*listed, *own} if named else None


def _feature_words(manifest: Table) -> Iterator[object]:
    """What all features of a package turn on."""
    table = manifest.get("features")
    for words in table.values() if isinstance(table, dict) else ():
        yield from words if isinstance(words, list) else ()


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def package_names(read: Read, names: Names, directory: str, chosen: Chosen) -> frozenset[str]:
    """The names of the workspace's packages."""
    home, _ = _home(read, directory, chosen)
    return frozenset(map(_name, _members(read, names, home, toml_table(read(f"{home}/Cargo.toml")))))


def _joined(common: Table, own: Table) -> Table:
    """A requirement that a member takes from its workspace: the features add up."""
    features = [one for table in (common, own) if isinstance(found := table.get("features"), list) for one in found]
    return {**common, **own, "features": features}


def _home(read: Read, directory: str, chosen: Chosen) -> tuple[str, Chosen]:
    """Where the lock file of a project is, and what is chosen there: a member of a workspace above, or the same."""
    member = _name(toml_table(read(f"{directory}/Cargo.toml")))
    above = directory
    while member and above.strip("/") and read(f"{above}/Cargo.lock") is None:
        above = above.rpartition("/")[0]
        if "workspace" in toml_table(read(f"{above}/Cargo.toml")):
            return above, chosen if chosen.packages or chosen.programs else chosen._replace(packages=(member,))
    return directory, chosen


def workspace_of(read: Read, directory: str) -> str:
    """The directory of the workspace to which a project belongs; its own where none above says that it holds it.

    A workspace holds the packages below it, but those that it excludes (The Cargo Book, "Workspaces").
    """
    above = directory.rstrip("/")
    for _ in range(MOST_LEVELS):
        workspace = toml_table(read(f"{above}/Cargo.toml")).get("workspace")
        if isinstance(workspace, dict):
            return directory if _excludes(workspace, directory.removeprefix(above).strip("/")) else above or "/"
        if not above:
            break
        above = above.rpartition("/")[0]
    return directory


def _excludes(workspace: Table, member: str) -> bool:
    """Whether a workspace excludes a directory, named from its own."""
    listed = workspace.get("exclude")
    named = [str(one).strip("./") for one in listed] if isinstance(listed, list) else []
    return any(f"{member}/".startswith(f"{one}/") for one in named if one)


def toolchain(read: Read, directory: str) -> Toolchain | None:
    """What ``rust-toolchain.toml`` or ``rust-toolchain`` asks for; None where neither is there."""
    for file in ("rust-toolchain", "rust-toolchain.toml"):
        text = read(f"{directory}/{file}")
        if text is None:
            continue
        table = toml_table(text).get("toolchain")
        if isinstance(table, dict):
            targets = table.get("targets")
            return Toolchain(
                str(table.get("channel", "")), tuple(map(str, targets)) if isinstance(targets, list) else ()
            )
        if len(text.split()) == 1:
            return Toolchain(text.strip())
    return None


def _name(manifest: Table) -> str:
    package = manifest.get("package")
    return str(package.get("name", "")) if isinstance(package, dict) else ""


def _programs(manifest: Table) -> Iterator[str]:
    """The names of the programs that a manifest declares."""
    declared = manifest.get("bin")
    for entry in declared if isinstance(declared, list) else ():
        if isinstance(entry, dict):
            yield str(entry.get("name", ""))


def other_members(read: Read, names: Names, directory: str, chosen: Chosen, used: Collection[str]) -> Iterator[str]:
    """The directories of the members of the workspace that are not among the crates of a program."""
    home, _ = _home(read, directory, chosen)
    for place, member in _located(read, names, home, toml_table(read(f"{home}/Cargo.toml"))):
        if place != home and _name(member) not in used:
            yield place


def _members(read: Read, names: Names, directory: str, manifest: Table) -> Iterator[Table]:
    """The manifests of the workspace, its own first."""
    for _, member in _located(read, names, directory, manifest):
        yield member


def _located(read: Read, names: Names, directory: str, manifest: Table) -> Iterator[tuple[str, Table]]:
    """The manifests of the workspace with their directories, its own first."""
    yield directory, manifest
    workspace = manifest.get("workspace")
    listed = workspace.get("members") if isinstance(workspace, dict) else None
    for entry in listed if isinstance(listed, list) else ():
        above, _, last = str(entry).strip("/").rpartition("/")
        base = f"{directory}/{above}".rstrip("/")
        for name in names(base) if last == "*" else (last,):
            member = toml_table(read(f"{base}/{name}/Cargo.toml"))
            if member:
                yield f"{base}/{name}", member


def _starts(manifest: Table, members: Mapping[str, Table], chosen: Chosen) -> tuple[str, ...]:
    """The packages that are built: those that are named, else the directory's own, else all."""
    if chosen.packages:
        return chosen.packages if set(chosen.packages) <= members.keys() else ()
    if chosen.programs:
        building = tuple(name for name, member in members.items() if {name, *_programs(member)} & {*chosen.programs})
        return building or tuple(name for name in members if name)
    root = _name(manifest)
    return (root,) if root else tuple(name for name in members if name)


def _used(
    locked: Mapping[str, Sequence[str]],
    workspace: set[str],
    members: Mapping[str, Table],
    starts: tuple[str, ...],
    chosen: Chosen,
    named: frozenset[str] | None = None,
) -> tuple[frozenset[str], bool]:
    """The crates that are reached, and whether that is sure: no feature left out could bring another."""
    seen: set[str] = set()
    todo = list(starts)
    sure = len(workspace) == 1
    while todo:
        name = todo.pop()
        if name in seen or FOREIGN_CRATE.search(name) or FOR_BUILD_SCRIPTS.match(name):
            continue
        seen.add(name)
        manifest = members.get(name)
        if name in workspace and manifest is not None:
            features = chosen if name in starts else Chosen()
            direct, is_all = _direct(manifest, features, named)
            todo += [crate for crate in locked.get(name, ()) if crate in direct]
            sure = sure and is_all
        else:
            todo += locked.get(name, ())
    return frozenset(seen), sure


def is_named(crate: str, named: frozenset[str]) -> bool:
    """Whether sources may name a crate: as it is called, or without ``rust``, as some call their library."""
    words = crate.lower().replace("-", "_").split("_")
    return "_".join(words) in named or "_".join(word for word in words if word not in ("rust", "rs")) in named


def _direct(manifest: Table, chosen: Chosen, named: frozenset[str] | None) -> tuple[set[str], bool]:
    """The crates that a package itself depends on, and whether these are all that it names."""
    enabled = _enabled(manifest, chosen)
    crates: set[str] = set()
    left_out = bool(manifest.get("dev-dependencies"))
    for name, requirement in _declared(manifest):
        crate, optional = name, False
        if isinstance(requirement, dict):
            crate, optional = str(requirement.get("package", name)), bool(requirement.get("optional"))
        if optional and not chosen.all_features and name not in enabled:
            left_out = True
        elif named is None or is_named(name, named):
            crates.add(crate)
    features = manifest.get("features")
    unused = set(features) - enabled - {"default"} if isinstance(features, dict) else set()
    return crates, not left_out and not unused


def _declared(manifest: Table) -> Iterator[tuple[str, object]]:
    """The dependencies for Linux: each name in the manifest, and its requirement."""
    for section in SECTIONS:
        table = manifest.get(section)
        yield from table.items() if isinstance(table, dict) else ()
    targets = manifest.get("target")
    for condition, sections in targets.items() if isinstance(targets, dict) else ():
        if ELSEWHERE.match(condition) or (not condition.startswith("cfg") and OTHER_TRIPLE.search(condition)):
            continue
        if isinstance(sections, dict):
            yield from _declared({key: value for key, value in sections.items() if key in SECTIONS})


def _enabled(manifest: Table, chosen: Chosen) -> set[str]:
    """The features and optional dependencies that are turned on, by their names in the manifest."""
    table = manifest.get("features")
    features = table if isinstance(table, dict) else {}
    todo = [*chosen.features, *(("default",) if chosen.default_features else ())]
    if chosen.all_features:
        todo += features
    enabled: set[str] = set()
    while todo:
        name = todo.pop()
        # ``dep:x`` and ``x/feature`` turn the dependency on; ``x?/feature`` does not.
        plain = name.removeprefix("dep:")
        if "?/" in plain:
            continue
        plain = plain.split("/", 1)[0]
        if plain in enabled:
            continue
        enabled.add(plain)
        brought = features.get(plain)
        if isinstance(brought, list):
            todo += map(str, brought)
    return enabled
