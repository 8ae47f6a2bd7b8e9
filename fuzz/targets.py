"""What is fuzzed: each target takes bytes of anybody's, and raises where something that must hold does not.

A target that ends has shown: no crash; what it says of its own invariants; and, by the clock of ``run.py``, no hang.
"""

import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import dockerfile as buildkit

from dfix import Analysis, Applicability, Confidence, Options, analyse, fix
from dfix.context import Folder
from dfix.context.archive import ArchiveError, members
from dfix.context.binary import UnreadableBinaryError, read_binary
from dfix.graph.picture import picture
from dfix.hosts import HostError, extract
from dfix.hosts.references import references
from dfix.images.lock import Lock, Locked, LockFileError, read_lock
from dfix.inspect.archive import read_archive
from dfix.inspect.folder import InspectError
from dfix.inspect.loader_cache import libraries_of
from dfix.inspect.members import FAULTS, opened
from dfix.inspect.tree import Root
from dfix.lock.facts import entry_of
from dfix.lock.layers import Counted, Layers, facts_of
from dfix.lock.oci import Image
from dfix.lock.rpm import read_bdb, read_ndb, read_sqlite
from dfix.plan import BuildOptions
from dfix.report import renderer
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.graph import FORMATS as GRAPH_FORMATS
from dfix.report.graph import graph_renderer
from dfix.report.graph.drawing import Drawing
from dfix.report.html import render as render_html
from dfix.run.host_files import analyse_host, fix_host
from dfix.syntax import parse
from dfix.text import Source, apply_edits

ALL = Options(min_confidence=Confidence.POSSIBLE)
ROOT = Path(__file__).resolve().parent.parent
LOCKED_IMAGE = Image("linux/amd64", "", "", "sha256:" + "0" * 64, {}, ())
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
JSON_FORMATS, XML_FORMATS = ("json", "sarif", "gitlab", "rdjson"), ("checkstyle", "junit")
LINES = ("text", "concise", "github", "markdown")


class Broken(AssertionError):
    """An invariant does not hold; the message says which."""


def reading(data: bytes) -> None:
    """The reader loses nothing: instructions stand apart and in order, only comments and blanks between them."""
    parsed = parse(Source(data))
    text, at, rest = parsed.source.text, 0, ""
    for instruction in parsed.instructions:
        _hold(instruction.span.start >= at, "two instructions overlap")
        rest += text[at : instruction.span.start]
        at = instruction.span.end
    # A byte order mark stands before the first line; in a text that is no UTF-8 it is three characters.
    rest = rest.removeprefix("\ufeff").removeprefix("\xef\xbb\xbf")
    between = [line.lstrip(" \t\\`\r\f\v")[:1] for line in rest.split("\n")]
    _hold(all(first in ("", "#") for first in between) or bool(parsed.faults), "text is in no instruction")
    for heredoc in (one for instruction in parsed.instructions for one in instruction.heredocs):
        _hold(text[heredoc.span.start : heredoc.span.end] == heredoc.body, "a heredoc is not where it says")


def analysing(data: bytes) -> None:
    """Places are in the file; every format is what its readers take, and shows no control character."""
    analysis = analyse(data, ALL)
    _places(analysis)
    report = FileReport("a/Dockerfile", analysis.source, analysis.findings)
    options = RenderOptions(color=False, rule_url="https://example.org/{code}")
    for name in JSON_FORMATS:
        json.loads(renderer(name)((report,), options))
    for name in XML_FORMATS:
        ElementTree.fromstring(renderer(name)((report,), options))
    for name in LINES:
        _hold(not CONTROL.search(renderer(name)((report,), options)), f"{name} shows a control character")
    _drawing(analysis)


def _drawing(analysis: Analysis) -> None:
    """Every drawing of the graph is one that its readers take."""
    drawing = Drawing(picture(analysis), analysis.source, analysis.findings)
    for name in GRAPH_FORMATS:
        shown = graph_renderer(name)(drawing)
        _hold(not CONTROL.search(shown), f"graph as {name} shows a control character")
        if name == "svg":
            ElementTree.fromstring(shown)
    report = FileReport("a/Dockerfile", analysis.source, analysis.findings, graph=drawing.graph)
    page = render_html((report,), RenderOptions())
    _hold(not CONTROL.search(page), "the HTML page shows a control character")
    _hold(page.count("<script") == 1 and page.count("<article ") == len(analysis.findings), "the page is not its own")


def fixing(data: bytes) -> None:
    """Fixing twice is fixing once; no finding more; BuildKit takes what it took; each single fix is a Dockerfile."""
    before = analyse(data, ALL)
    once = fix(data, ALL, Applicability.UNSAFE)
    _hold(fix(once.data, ALL, Applicability.UNSAFE).data == once.data, "fixing twice is not fixing once")
    _hold(len(once.remaining.findings) <= len(before.findings), "there are more findings than before")
    _hold(is_taken(once.data) or not is_taken(data), "BuildKit takes it no more")
    if once.data != data:
        _hold(not parse(Source(once.data)).faults or bool(parse(Source(data)).faults), "the repaired text has a fault")


def carrying(data: bytes) -> None:
    """Files that carry Dockerfiles: an error of their own, or findings in them, and repairs to a fixed point."""
    number, _, rest = data.partition(b"\n")
    names = sorted(HOST_NAMES)
    name = names[(number[0] if number else 0) % len(names)]
    try:
        extract(name, rest)
        analyse_host(name, rest, ALL)
        once = fix_host(name, rest, ALL, Applicability.UNSAFE)
        _hold(fix_host(name, once.data, ALL, Applicability.UNSAFE).data == once.data, "fixing twice is not fixing once")
    except HostError:
        pass
    try:
        references(name, rest)
    except HostError:
        pass


def listing(data: bytes) -> None:
    """What a build context says: manifests, lock files, makefiles, sources, scripts, ignore files."""
    number, _, rest = data.partition(b"\n")
    names = sorted(MANIFESTS)
    name = names[(number[0] if number else 0) % len(names)]
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder, name)
        path.write_bytes(rest)
        if name in BESIDE:
            Path(folder, BESIDE[name][0]).write_text(BESIDE[name][1], encoding="utf-8")
        analysis = analyse(MANIFESTS[name].encode(), ALL._replace(context=Folder(folder)))
        _places(analysis)


def programs(data: bytes) -> None:
    """ELF and other programs, the loader's cache."""
    try:
        read_binary(io.BytesIO(data))
    except UnreadableBinaryError:
        pass
    libraries_of(data)


def archives(data: bytes) -> None:
    """Archives for ADD, and images for inspect."""
    try:
        list(members(io.BytesIO(data)))
    except ArchiveError:
        pass
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder, "image.tar")
        path.write_bytes(data)
        try:
            read_archive(str(path))
        except InspectError:
            pass


def layers(data: bytes) -> None:
    """A layer, its databases and the facts made of it; and a lock file, with an analysis that reads it."""
    root = Layers()
    with suppress(*FAULTS), opened(io.BytesIO(data), lambda one: Counted(one, len(data))) as archive:
        root.apply(archive, 0)
    _hold(all(path.startswith("/") and "/../" not in path for path in root.entries), "a path leads out")
    facts = entry_of("x:1", LOCKED_IMAGE, Root(root.entries, facts_of({"architecture": "amd64"})), ("/etc", "/x"))
    lock = Lock("/x/dfix.lock", (Locked(facts),), {})
    analyse(b'FROM x:1\nCMD ["python3"]\n', ALL._replace(build=BuildOptions(lock=lock)))
    for read in (read_sqlite, read_ndb, read_bdb):
        list(read(io.BytesIO(data)))


def locks(data: bytes) -> None:
    """A lock file, with an analysis that reads it."""
    try:
        lock = read_lock("/x/dfix.lock", data)
    except LockFileError:
        return
    options = ALL._replace(build=BuildOptions(lock=lock))
    analyse(
        b'FROM corp/base:1 AS b\nRUN go build -o /a .\nFROM corp/base:1\nCOPY --from=b /a /a\nCMD ["python3"]\n',
        options,
    )


def is_taken(data: bytes) -> bool:
    """Whether BuildKit's own parser takes the text."""
    try:
        buildkit.parse_string(data.decode())
    except (buildkit.GoParseError, buildkit.GoIOError, UnicodeDecodeError, ValueError):
        return False
    return True


def _places(analysis: Analysis) -> None:
    size = len(analysis.source.data)
    for finding in analysis.findings:
        _hold(0 <= finding.span.start <= finding.span.end <= size, "a finding lies outside")
        for one in finding.fixes:
            _hold(all(0 <= edit.span.start <= edit.span.end <= size for edit in one.edits), "an edit lies outside")
            apply_edits(analysis.source.data, one.edits)


def _hold(condition: bool, message: str) -> None:
    if not condition:
        raise Broken(message)


def _memory() -> str | None:
    return "/dev/shm" if os.path.isdir("/dev/shm") else None


HOST_NAMES = (
    "a.py", "compose.yaml", "docker-bake.hcl", "docker-bake.json", "devcontainer.json", "a.sh", "a.md", "Earthfile",
    "Dockerfile.j2",
)  # fmt: skip
_TAIL = 'FROM alpine:3.20\nCOPY --from=0 /src /app\nCOPY --from=0 /usr/local /usr/local\nCMD ["/app/x"]\n'


def _build(image: str, command: str) -> str:
    return f"FROM {image}\nWORKDIR /src\nCOPY . .\nRUN {command}\n{_TAIL}"


_GO, _PIP = _build("golang:1.22", "go build -o /src/x ./..."), _build("python:3.12", "pip install -r requirements.txt")
MANIFESTS = {
    "go.mod": _GO, "main.go": _GO,
    "requirements.txt": _PIP, "setup.py": _build("python:3.12", "pip install ."),
    "pyproject.toml": _build("python:3.12", "pip install . && uv sync"), "uv.lock": _build("python:3.12", "uv sync"),
    "poetry.lock": _build("python:3.12", "poetry install"), "Pipfile.lock": _build("python:3.12", "pipenv sync"),
    "package.json": _build("node:20", "npm install && npm run build"), "package-lock.json": _build("node:20", "npm ci"),
    "yarn.lock": _build("node:20", "yarn install"), "pnpm-lock.yaml": _build("node:20", "pnpm install"),
    "Cargo.lock": _build("rust:1.80", "cargo build --release"), "Cargo.toml": _build("rust:1.80", "cargo build"),
    "Makefile": _build("gcc:14", "make x && make install"), "CMakeLists.txt": _build("gcc:14", "cmake . && make"),
    "configure.ac": _build("gcc:14", "./configure && make"), "meson.build": _build("gcc:14", "meson install"),
    "mix.exs": _build("elixir:1.16", "mix release"), "mix.lock": _build("elixir:1.16", "mix release"),
    "Gemfile.lock": _build("ruby:3.3", "bundle install"), "composer.json": _build("php:8.3", "composer install"),
    "pom.xml": _build("maven:3", "mvn package"), "build.gradle": _build("gradle:8", "gradle build"),
    "x.csproj": _build("mcr.microsoft.com/dotnet/sdk:8.0", "dotnet publish -o /src"),
    "x.sh": "FROM alpine:3.20\nCOPY x.sh /x.sh\nRUN /x.sh\nENTRYPOINT [\"/x.sh\"]\n", ".dockerignore": _GO,
}  # fmt: skip
BESIDE = {
    "uv.lock": ("pyproject.toml", '[project]\nname = "x"\n'),
    "Cargo.lock": ("Cargo.toml", '[package]\nname = "x"\n'),
}


def dockerfiles() -> Iterator[bytes]:
    """The texts of the corpus."""
    for path in sorted((ROOT / "corpus").glob("*/*Dockerfile")):
        yield path.read_bytes()


def hosts() -> Iterator[bytes]:
    """Files that carry Dockerfiles, the kind before each in its first byte."""
    names = sorted(HOST_NAMES)
    texts = [text.decode("utf-8", "replace") for text in list(dockerfiles())[::12]]
    forms: dict[str, Callable[[str], str]] = {
        "a.py": lambda text: f'TEXT = f"""{text}"""\nB = "FROM a\\n" + "RUN b\\n"\n',
        "compose.yaml": lambda text: (
            "services:\n  a:\n    build:\n      context: .\n      dockerfile_inline: |\n"
            + "".join(f"        {line}\n" for line in text.split("\n"))
        ),
        "docker-bake.hcl": lambda text: f'target "a" {{\n  dockerfile-inline = <<EOT\n{text}\nEOT\n}}\n',
        "docker-bake.json": lambda text: json.dumps({"target": {"a": {"dockerfile-inline": text}}}),
        "devcontainer.json": lambda text: json.dumps({"build": {"dockerfile": "Dockerfile", "args": {"A": text[:20]}}}),
        "a.sh": lambda text: f"docker build - <<EOF\n{text}\nEOF\n",
        "a.md": lambda text: f"# x\n```dockerfile\n{text}\n```\n",
        "Earthfile": lambda text: f"VERSION 0.8\nbuild:\n{text}",
        "Dockerfile.j2": lambda text: "{% if a %}\n" + text + "{% endif %}\n{{ b }}\n",
    }
    for number, name in enumerate(names):
        for text in texts:
            yield bytes([number + 65 - 65 % len(names)]) + b"\n" + forms[name](text).encode()


def contexts() -> Iterator[bytes]:
    """Manifests of the corpus's build contexts, and short ones for the kinds that it has none of."""
    names = sorted(MANIFESTS)
    for number, name in enumerate(names):
        head = bytes([number]) + b"\n"
        found = sorted((ROOT / "corpus").glob(f"*/context/**/{name}"))[:25]
        found += sorted((ROOT / "corpus").glob(f"*/context/**/*{os.path.splitext(name)[1]}"))[:5]
        for path in found:
            if path.is_file():
                yield head + path.read_bytes()
        yield head + b'{"name": "x", "dependencies": {"bcrypt": "^5"}}\n[package]\nname = "x"\nall: x\n\tgcc -o x x.c\n'


def binaries() -> Iterator[bytes]:
    """Programs and caches that the tests make, and the running interpreter's libraries."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "makers"))
    from elf import make_cache, make_elf

    yield make_elf()
    yield make_elf(needed=("libc.so.6", "libssl.so.3"), asks={"libc.so.6": ["GLIBC_2.34", "GLIBC_2.2.5"]})
    yield make_cache({"libc.so.6": "/lib/libc.so.6", "libz.so.1": "/lib/libz.so.1"})
    yield make_cache({"libc.so.6": "/lib/libc.so.6"}, old=True)
    yield b"MZ" + b"\0" * 58 + b"\x40\0\0\0" + b"PE\0\0" + b"\0" * 200
    yield b"\xca\xfe\xba\xbe" + b"\0" * 60
    for path in ("/bin/true", "/etc/ld.so.cache"):
        if os.path.exists(path):
            yield Path(path).read_bytes()[:200_000]


def tars() -> Iterator[bytes]:
    """Archives and images that the tests make, plain and compressed."""
    import bz2
    import gzip
    import lzma
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "makers"))
    from elf import make_elf
    from image import docker_save, layer

    plain = layer({"bin/x": make_elf(), "lib/y": b"text", "etc/os-release": b"ID=alpine\n"})
    image = docker_save([plain, layer({"bin/.wh.x": b""})], ["RUN a", "RUN b"])
    yield from (plain, image, gzip.compress(plain, mtime=0), bz2.compress(plain), lzma.compress(plain))


def roots() -> Iterator[bytes]:
    """Layers of an image that lack nothing, plain and compressed."""
    import gzip
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "makers"))
    from image import layer
    from roots import alpine, debian

    for files in (debian(), alpine()):
        yield from (layer(files), gzip.compress(layer(files), mtime=0))


def lock_files() -> Iterator[bytes]:
    """Lock files: of what a layer holds, and of other shapes."""
    entry = {
        "image": "corp/base:1", "platform": "linux/amd64", "digest": "sha256:" + "0" * 64, "id": "sha256:" + "1" * 64,
        "os": {"id": "debian", "version": "12"}, "libc": {"glibc": {"version": "2.36", "loader": "/lib64/ld.so"}},
        "libraries": {"libc.so.6": "GLIBC_2.36"}, "programs": {"/bin": "sh python3"}, "versions": {"python3": "3.11"},
        "config": {"env": {"A": "b"}, "workdir": "/x", "shell": ["/bin/sh"], "onbuild": ["RUN x"]},
        "files": {"/a": {"format": "ELF", "needed": ["libc.so.6"], "asks": "GLIBC_2.34"}, "/b": {"absent": True}},
    }  # fmt: skip
    built = {"corp/own:1": {"dockerfile": "b/Dockerfile", "context": "b", "args": {"A": "1"}}}
    yield json.dumps({"version": 1, "images": [entry], "built": built}, indent=1).encode()
    yield json.dumps({"version": 1, "images": [entry, {**entry, "platform": "linux/arm64"}]}).encode()


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], Iterator[bytes]]]] = {
    "parse": (reading, dockerfiles),
    "analyse": (analysing, dockerfiles),
    "fix": (fixing, dockerfiles),
    "hosts": (carrying, hosts),
    "manifests": (listing, contexts),
    "elf": (programs, binaries),
    "archives": (archives, tars),
    "layers": (layers, roots),
    "locks": (locks, lock_files),
}
