"""Make the contents of official images (``dfix/images/data/contents/``) from the images' own Dockerfiles.

    git clone https://github.com/docker-library/official-images OFFICIAL
    git clone https://github.com/docker-library/python CLONES/docker-library+python        and the other upstreams
    python scripts/update_contents.py OFFICIAL CLONES
    python scripts/update_contents.py OFFICIAL CLONES --names python,node --show

A manifest (``library/IMAGE``) names repository, commit and directory of each Dockerfile. dfix traces it for
linux/amd64, on what the trace of its base image gave. The manifests of earlier years are read too, so that what is
recorded for a variant holds for the tags that people still name. A clone is ``OWNER+NAME``, or a folder ``repo`` in it.

What the commands of a Dockerfile do not show is in ``contents_facts.json`` beside this script, with its source: the
programs and libraries that a build from source installs, and the packages that another repository than the
distribution's brings.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dfix.images.catalog import resolve
from dfix.images.contents import BARE, ImageFile, Variant, variant_words
from dfix.images.package_contents import base_packages, installed, libraries_beside, may_bring, records_builds
from dfix.images.reference import parse_reference
from dfix.images.release import Release, version_key
from dfix.plan import Base, Build, BuildOptions, ImageBase, StageBase, plan
from dfix.syntax import parse
from dfix.text import UNKNOWN_TEXT, Source
from dfix.trace.interpreter.build import trace
from dfix.trace.stage import PATH, StageTrace
from dfix.tristate import Tristate

DATA = Path(__file__).parent.parent / "dfix" / "images" / "data" / "contents"
PACKAGES = DATA.parent / "package_contents"
FACTS = Path(__file__).parent / "contents_facts.json"
# The manifests of these days are read beside the newest.
DAYS = tuple(f"{year}-{month}-01" for year in range(2019, 2030) for month in ("01", "07"))
WINDOWS = re.compile(r"windows|nanoserver")
# What these commands print on the architecture that is traced.
ARCHITECTURE = (
    (re.compile(r"\$\(\s*(cat /etc/apk/arch|apk --print-arch|uname -m|arch)\s*\)"), "x86_64"),
    (re.compile(r"\$\(\s*dpkg --print-architecture\s*\)|\$\(dpkg --print-architecture \| awk [^)]*\)"), "amd64"),
)
INSTALLERS = frozenset({"apt-get", "apt", "apk", "dpkg", "xargs", "rpm"})
# The packages of libraries themselves, by Debian's way to name them.
RUNTIME = re.compile(r"lib[\w.+-]*\d[\w.]*")
PLAIN = re.compile(r"[\w.:/=~+@, -]+")
# The libraries of Alpine's compilers.
COMPILER_LIBRARIES = frozenset({"libgcc", "libstdc++", "libgomp", "libatomic"})
# Packages of Alpine that no program needs when it runs.
BUILD_ONLY = re.compile(
    r"-(dev|doc|static|headers)$|^(binutils|cmake|gcc|g\+\+|make|perl|linux-headers|pkgconf|patch)$"
)
YES, UNKNOWN = Tristate.YES, Tristate.UNKNOWN


class Block(NamedTuple):
    """One block of a manifest: its tags, and where its Dockerfile is; ``place``: ``commit:path``."""

    tags: tuple[str, ...]
    clone: str
    place: str


@dataclass(frozen=True)
class Held:
    """What an image holds on top of a bare one; ``why``: what cannot be read, one word each."""

    release: Release | None = None
    packages: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    programs: frozenset[str] = frozenset()
    libraries: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    directories: tuple[str, ...] = PATH
    open_packages: frozenset[str] = frozenset()
    open_libraries: bool = False
    unnamed: frozenset[str] = frozenset()
    environment: tuple[tuple[str, str], ...] = ()


@dataclass
class Clones:
    """The clones of the upstreams, and what they hold."""

    folder: Path
    texts: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def path(self, name: str) -> Path | None:
        """The git directory of a repository; None where there is no clone."""
        for path in (self.folder / name / "repo", self.folder / name):
            if path.exists():
                return path
        return None

    def text(self, name: str, place: str) -> str | None:
        """The text of ``commit:path``; None where the clone does not have it."""
        key = (name, place)
        if key not in self.texts:
            path = self.path(name)
            self.texts[key] = git(path, "show", place) if path else None
        return self.texts[key]


def git(clone: Path, *words: str) -> str | None:
    """What git prints; None where it fails."""
    done = subprocess.run(["git", "-C", str(clone), *words], check=False, capture_output=True)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def read_manifest(text: str) -> Iterator[Block]:
    """The blocks of a manifest for linux/amd64."""
    defaults: dict[str, str] = {}
    for part in re.split(r"\n[ \t]*\n", text):
        lines = "\n".join(line for line in part.split("\n") if not line.startswith("#"))
        own = dict(re.findall(r"(?m)^([A-Za-z0-9-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", lines))
        if "Tags" not in own:
            defaults |= own
            continue
        fields = {**defaults, **own}
        architectures = fields.get("Architectures", "amd64")
        if not WINDOWS.search(fields["Tags"] + fields.get("Directory", "")) and re.search(r"\bamd64\b", architectures):
            yield _block(fields)


def _block(fields: dict[str, str]) -> Block:
    tags = [tag for key in ("Tags", "SharedTags") for tag in re.split(r"[,\s]+", fields.get(key, "")) if tag]
    commit = fields.get("amd64-GitCommit") or fields.get("GitCommit", "HEAD")
    directory = (fields.get("amd64-Directory") or fields.get("Directory", ".")).strip("/")
    name = fields.get("amd64-File") or fields.get("File", "Dockerfile")
    path = name if directory in ("", ".") else f"{directory}/{name}"
    return Block(tuple(tags), _clone_name(fields.get("GitRepo", "")), f"{commit}:{path}")


def _clone_name(url: str) -> str:
    match = re.search(r"github\.com/([^/]+)/([^/\s]+?)(\.git)?/?$", url.strip())
    return f"{match[1]}+{match[2]}" if match else ""


class Manifests:
    """The manifests of one day: the block of each tag."""

    def __init__(self, clone: Path, commit: str) -> None:
        """``commit``: of the clone of official-images."""
        self.clone, self.commit = clone, commit
        self._blocks: dict[str, tuple[Block, ...]] = {}

    def blocks(self, name: str) -> tuple[Block, ...]:
        """The blocks of an image; none where there was no such image."""
        if name not in self._blocks:
            text = git(self.clone, "show", f"{self.commit}:library/{name}")
            self._blocks[name] = tuple(read_manifest(text)) if text else ()
        return self._blocks[name]

    def block(self, name: str, tag: str) -> Block | None:
        """The block that has the tag."""
        return next((block for block in self.blocks(name) if tag in block.tags), None)


@dataclass
class Facts:
    """``contents_facts.json``: what Dockerfiles do not show."""

    programs: dict[str, frozenset[str]]
    packages: list[tuple[str, re.Pattern[str], str, frozenset[str]]]
    texts: list[tuple[re.Pattern[str], str]]
    renamed: dict[str, str]
    seen: dict[str, frozenset[str]]
    linked: dict[str, frozenset[str]]
    built: dict[str, frozenset[str]]

    @classmethod
    def read(cls) -> "Facts":
        """The facts of the file."""
        raw = json.loads(FACTS.read_text(encoding="utf-8"))
        return cls(
            {name: frozenset(row["programs"].split()) for name, row in raw["programs"].items()},
            [
                (row["distro"], re.compile(row["package"]), row.get("until", ""), frozenset(row["programs"].split()))
                for row in raw["packages"]
            ],
            [(re.compile(find), new) for find, new, _ in raw["texts"]],
            raw["clones"],
            {variant: frozenset(row["packages"].split()) for variant, row in raw["seen"].items()},
            {variant: frozenset(row["libraries"].split()) for variant, row in raw["linked"].items()},
            {variant: frozenset(row["libraries"].split()) for variant, row in raw["built"].items()},
        )

    def programs_of(self, release: Release | None, package: str) -> frozenset[str] | None:
        """The programs of a package, those that it brings along included; None where no fact is about it."""
        if release is None:
            return None
        for distro, pattern, until, programs in self.packages:
            is_for = not until or version_key(release.version or "0") <= version_key(until)
            if distro == release.distro and is_for and pattern.fullmatch(package):
                return programs
        return None


class Tracer:
    """Traces Dockerfiles, each once, on what their bases hold."""

    def __init__(self, clones: Clones, days: list[Manifests], facts: Facts) -> None:
        """``days``: newest first."""
        self.clones, self.days, self.facts = clones, days, facts
        self.done: dict[tuple[str, str], Held | None] = {}

    def held(self, day: int, name: str, block: Block, depth: int = 0) -> Held | None:
        """What the image of a block holds; None where that cannot be traced."""
        text = self._text(day, block)
        if text is None or depth > 8:
            return None
        key = (name, text)
        if key not in self.done:
            self.done[key] = None
            held = self._traced(day, text, depth)
            own = self.facts.programs.get(name)
            if held and own is not None:
                held = replace(held, programs=held.programs | own, unnamed=frozenset())
            self.done[key] = held
        return self.done[key]

    def _text(self, day: int, block: Block) -> str | None:
        clone = self.facts.renamed.get(block.clone, block.clone)
        text = self.clones.text(clone, block.place)
        if text is None and day == 0:
            text = self.clones.text(clone, f"HEAD:{block.place.partition(':')[2]}")
        return text

    def _traced(self, day: int, text: str, depth: int) -> Held | None:
        for pattern, value in (*ARCHITECTURE, *self.facts.texts):
            text = pattern.sub(value, text)
        text = re.sub(r"(?m)^(FROM\s+\S*)\$\{?(BUILDPLATFORM|TARGETPLATFORM)\}?", r"\1linux/amd64", text)
        build = _plan(text)
        base = _base(build)
        before = self.base(day, base.text, depth) if isinstance(base, ImageBase) else None
        if before is None:
            return None
        lines = "".join(f'ENV {name}="{value}"\n' for name, value in before.environment)
        traced = trace(_plan(_after_from(text, lines)))
        return _after(before, list(traced.landing)[-1], text, self.facts)

    def base(self, day: int, name: str, depth: int) -> Held | None:
        """What a base image holds: a bare one, or one of the manifests of that day, else of the nearest before."""
        image = resolve(name)
        reference = parse_reference(name)
        if reference is None or not reference.is_official or UNKNOWN_TEXT in name:
            return None
        short, tag = reference.path.rsplit("/", 1)[-1], reference.tag or "latest"
        if short in BARE:
            return Held(image.release if image else None)
        for other in (*range(day, len(self.days)), *range(day - 1, -1, -1)):
            block = self.days[other].block(short, tag)
            if block:
                return self.held(other, short, block, depth + 1)
        return None


def _plan(text: str) -> Build:
    return plan(parse(Source(text.encode())), BuildOptions(platform="linux/amd64"))


def _base(build: Build) -> Base | None:
    """What the image's last stage starts from."""
    if not build.landing:
        return None
    stage = build.stages[max(build.landing)]
    while isinstance(stage.base, StageBase):
        stage = build.stages[stage.base.number]
    return stage.base


def _after_from(text: str, lines: str) -> str:
    """The text with lines after the last FROM: what the base image sets."""
    *_, last = re.finditer(r"(?mi)^FROM .*\n", text)
    return text[: last.end()] + lines + text[last.end() :]


def _after(before: Held, stage: StageTrace, text: str, facts: Facts) -> Held:
    """What the image holds after the commands of its Dockerfile."""
    state = stage.root.installed
    yes, maybe = _settled(state.named(YES), state.named(UNKNOWN), text)
    left = state.leftovers()
    removed = {name.strip() for name in state.removed(YES)} - yes
    recommended = _recommended(before.release, yes & state.with_recommends())
    known, programs = _known(before.release, yes | maybe | left | recommended, facts)
    directories = _directories(before, stage)
    named, unnamed = _programs(stage, directories)
    dropped = {name.strip() for name in (*state.named(UNKNOWN), *state.removed(YES, UNKNOWN))} - yes - maybe
    keeps = _keeps_libraries(state.open_libraries, text)
    stays = _what_stays(before.release, dropped) if keeps and state.is_open is Tristate.NO else None
    strange = frozenset(name for name in yes | maybe | left if _is_strange(before.release, name)) - known
    opens = frozenset({f"?{stage.stage.base_word.text}"}) if _installs_unknown(stage) else frozenset()
    return replace(
        before,
        packages=(before.packages - removed) | yes | recommended,
        possible=(before.possible - removed) | maybe | left,
        kept=before.kept | (stays.packages if stays else frozenset()),
        known=before.known | known,
        programs=before.programs | named | programs,
        directories=directories,
        open_packages=before.open_packages | strange | opens,
        open_libraries=before.open_libraries or (keeps and stays is None) or bool(left),
        unnamed=before.unnamed | unnamed,
        libraries=before.libraries | _libraries(stage) | (stays.libraries if stays else frozenset()),
        environment=tuple((name, value) for name, value in stage.scope.env.items() if PLAIN.fullmatch(value)),
    )


def _installs_unknown(stage: StageTrace) -> bool:
    """Whether packages of unknown names are installed, and stay: what comes after ``showmanual`` goes again."""
    if stage.root.installed.is_open is Tristate.NO:
        return False
    unknown = (call for call in stage.calls if call.name in INSTALLERS and any(UNKNOWN_TEXT in t for t in call.texts))
    texts = [call.script.text[: call.command.start] for call in unknown]
    return not texts or any("showmanual" not in text for text in texts)


def _recommended(release: Release | None, names: frozenset[str]) -> frozenset[str]:
    """The packages that come with those that recommend them."""
    return installed(release, names, recommends=True).packages if release and names else frozenset()


def _known(release: Release | None, names: Iterable[str], facts: Facts) -> tuple[frozenset[str], frozenset[str]]:
    """The packages whose programs the facts name, and these programs."""
    rows = {name: facts.programs_of(release, name) for name in names}
    found = {name: programs for name, programs in rows.items() if programs is not None}
    return frozenset(found), frozenset().union(*found.values())


def _settled(yes: frozenset[str], maybe: frozenset[str], text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The packages that are there, and that may be.

    The official Dockerfiles keep what apt called manual before a build (``savedAptMark="$(apt-mark showmanual)"``),
    and the packages of the libraries that the product needs; whatever the build installed by name goes. So a name
    that was installed before is there, and one that was installed after is not, unless it is a library's.
    """
    yes = frozenset(name.strip() for name in yes if name.strip())
    maybe = frozenset(name.strip() for name in maybe if name.strip()) - yes
    if "apt-mark auto" not in text:
        return yes, maybe
    before = frozenset(name for name in maybe if not all(_builds(text, name)))
    gone = frozenset(name for name in maybe - before if _builds(text, name) and not RUNTIME.fullmatch(name))
    return yes | before, maybe - before - gone


def _builds(text: str, name: str) -> list[bool]:
    """For each RUN that installs a package by name: whether it does so for a build, and drops it after."""
    found = []
    for run in re.split(r"(?m)^(?=[A-Z]+\s)", text):
        match = re.search(rf"(?<![\w.+-]){re.escape(name)}(?![\w.+-])", run) if run.startswith("RUN") else None
        if match and "install" in run:
            saved = run.find("showmanual")
            found.append(0 <= saved < match.start() or (saved < 0 and "apt-mark auto" in run[match.start() :]))
    return found


def _keeps_libraries(open_libraries: Tristate, text: str) -> bool:
    return open_libraries is not Tristate.NO or bool(re.search(r"(xargs[^\n]*apt-mark manual|so:)", text))


def _is_strange(release: Release | None, name: str) -> bool:
    """Whether no release of the distribution is known to have the package: another repository has it."""
    return release is None or name not in _names_in(release.distro)


@cache
def _names_in(distro: str) -> frozenset[str]:
    files = PACKAGES.glob(f"{distro}*.txt")
    return frozenset(re.split(r"[|@]", line, maxsplit=1)[0] for file in files for line in file.read_text().splitlines())


class Stays(NamedTuple):
    """What may have stayed of what a build needed: packages by name, or their libraries."""

    packages: frozenset[str] = frozenset()
    libraries: frozenset[str] = frozenset()


def _what_stays(release: Release | None, names: Iterable[str]) -> Stays | None:
    """What packages that a build needed may have left; None where not all is recorded.

    Alpine's development packages are recorded by what they bring for sure: what is built links their own libraries,
    and the compiler's.
    """
    if release is None:
        return None
    if release.distro != "alpine":
        closure = installed(release, names, recommends=False)
        return None if closure.unknown else Stays(libraries=closure.sonames)
    linked = frozenset(name for name in names if name.endswith("-dev"))
    if may_bring(release, linked) is None:
        return None
    closure = installed(release, linked | COMPILER_LIBRARIES, recommends=False)
    kept = (name for name in closure.packages if libraries_of(release, name) and not BUILD_ONLY.search(name))
    return Stays(packages=frozenset(kept))


@cache
def libraries_of(release: Release, name: str) -> frozenset[str]:
    """The libraries of a package itself, and of those that it needs."""
    return libraries_beside(release, name)


def _directories(before: Held, stage: StageTrace) -> tuple[str, ...]:
    """The directories of PATH."""
    path = stage.scope.env.get("PATH", "")
    own = tuple(part for part in path.split(":") if part.startswith("/") and UNKNOWN_TEXT not in part)
    return tuple(dict.fromkeys((*own, *before.directories)))


def _programs(stage: StageTrace, directories: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The programs that files in directories of PATH are, and the directories into which others were written."""
    named, unnamed = set(), set()
    for path, node in stage.root.files.nodes.items():
        directory, _, name = path.rpartition("/")
        if node.tree and any(place == path or place.startswith(f"{path}/") for place in directories):
            unnamed.add(path)
        elif directory in directories:
            if UNKNOWN_TEXT in name or "*" in name or "?" in name:
                unnamed.add(directory)
            else:
                named.add(name)
    return frozenset(named), frozenset(unnamed)


def _libraries(stage: StageTrace) -> frozenset[str]:
    found = set()
    for path in stage.root.files.nodes:
        name = path.rpartition("/")[2]
        if (
            re.match(r"/(usr/(local/)?)?lib(64)?/(x86_64-linux-gnu/)?[^/]+\.so[.\d]*$", path)
            and UNKNOWN_TEXT not in name
        ):
            found.add(name)
    return frozenset(name for name in found if "*" not in name)


def variants_of(name: str, tracer: Tracer) -> dict[str, list[Held]]:
    """What the traced versions of each variant of an image hold."""
    found: dict[str, list[Held]] = defaultdict(list)
    seen = set()
    for day, manifests in enumerate(tracer.days):
        for block in manifests.blocks(name):
            held = tracer.held(day, name, block)
            if held is None or held.release is None or not _is_recorded(held.release):
                continue
            for key in {variant_words(tag, held.release.distro) for tag in block.tags}:
                if (key, held) not in seen:
                    seen.add((key, held))
                    found[key].append(held)
    return found


def _is_recorded(release: Release) -> bool:
    """Whether the packages of the release are recorded: of Debian 10 only those of the bare image are."""
    if release.distro == "alpine":
        return True
    return base_packages(release) is not None and not installed(release, ["curl"], recommends=False).unknown


def merged(held: list[Held], seen: frozenset[str]) -> Variant:
    """One variant: what all of its versions hold, and what some do; ``seen``: packages that a version shows."""
    packages = frozenset.intersection(*(one.packages for one in held))
    every = frozenset().union(seen, *(one.packages | one.possible for one in held))
    known = frozenset().union(seen, *(one.known for one in held))
    kept = frozenset[str]().union(*(one.kept for one in held))
    programs = frozenset.intersection(*(one.programs for one in held))
    all_programs = frozenset().union(*(one.programs for one in held)) - programs
    base = [packages for packages in (base_packages(one.release) for one in held if one.release) if packages]
    bare = frozenset.intersection(*base) if base else frozenset()
    variant: Variant = {
        "packages": " ".join(sorted(packages - bare)),
        "some_packages": " ".join(sorted(every - packages - bare)),
        "known": " ".join(sorted(known & every - bare)),
        "programs": " ".join(sorted(programs)),
        "some_programs": " ".join(sorted(all_programs)),
        "libraries": " ".join(sorted(frozenset().union(*(one.libraries for one in held)))),
        "open": _open(held),
    }
    return variant | {"kept": " ".join(sorted(kept - packages - bare))} if kept else variant


def _open(held: list[Held]) -> str:
    if any(one.open_packages or one.unnamed for one in held):
        return "packages"
    # What an older Alpine may have kept is open where it is asked about; see ``records_builds``.
    kept = any(one.kept for one in held)
    recorded = [one for one in held if not kept or (one.release and records_builds(one.release))]
    return "libraries" if any(one.open_libraries for one in recorded) else ""


def manifests_of(clone: Path) -> list[Manifests]:
    """The manifests of the newest commit and of the days before it, newest first."""
    commits = ["HEAD"]
    for day in reversed(DAYS):
        commit = (git(clone, "rev-list", "-1", f"--before={day}", "HEAD") or "").strip()
        if commit and commit not in commits:
            commits.append(commit)
    return [Manifests(clone, commit) for commit in commits]


def write(path: Path, source: str, variants: dict[str, Variant]) -> None:
    """Write the file of an image, one variant a line."""
    content: ImageFile = {"source": source, "variants": dict(sorted(variants.items()))}
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in content["variants"].items()]
    head = f'{{"source": {json.dumps(source)}, "variants": {{\n'
    path.write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


def main() -> int:
    """Make the files; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("official", type=Path)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--names", help="images, with commas; default: all of which a clone is there")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--show", action="store_true", help="print why a variant is open")
    options = parser.parse_args()
    days = manifests_of(options.official)
    facts = Facts.read()
    tracer = Tracer(Clones(options.clones), days, facts)
    listed = (git(options.official, "ls-tree", "--name-only", "HEAD:library") or "").split()
    names = options.names.split(",") if options.names else [name for name in listed if name not in BARE]
    for name in names:
        found = variants_of(name, tracer)
        if not found:
            continue
        if options.show:
            _show(name, found)
        variants = {key: merged(held, facts.seen.get(f"{name}:{key}", frozenset())) for key, held in found.items()}
        for key, variant in variants.items():
            _keep_linked(variant, facts.linked.get(f"{name}:{key}"))
            libraries = facts.built.get(f"{name}:{key}", frozenset())
            variant["libraries"] = " ".join(sorted(libraries.union(variant["libraries"].split())))
        clone = days[0].blocks(name)[0].clone.replace("+", "/")
        write(options.data / f"{name}.json", f"the Dockerfiles of github.com/{clone}", variants)
    return 0


def _keep_linked(variant: Variant, stems: frozenset[str] | None) -> None:
    """Of the libraries of a build, keep those that the image's own programs link, where a fact names these."""
    if stems is not None:
        sonames = variant["libraries"].split()
        variant["libraries"] = " ".join(one for one in sonames if one.partition(".so")[0].removeprefix("lib") in stems)


def _unrecorded(held: Held) -> frozenset[str]:
    """The packages of which neither the release's data nor a fact tells the programs."""
    own = (held.packages | held.possible) - held.known
    return installed(held.release, own, recommends=False).unknown & own if held.release else own


def _show(name: str, found: dict[str, list[Held]]) -> None:
    for key, held in found.items():
        strange = sorted(frozenset().union(*(one.open_packages for one in held)))
        unnamed = sorted(frozenset().union(*(one.unnamed for one in held)))
        lost = Counter(lost for one in held for lost in _unrecorded(one))
        if lost:
            print("    not recorded:", *(f"{package}({count})" for package, count in lost.most_common()))
        print(f"{name}:{key}  {len(held)} versions", "open:", *strange, "unnamed:", *unnamed)


if __name__ == "__main__":
    sys.exit(main())
