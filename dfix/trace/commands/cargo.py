"""Rust: ``cargo build``, ``cargo install``, ``rustc``.

A ``*-linux-gnu`` target is dynamic, a ``*-linux-musl`` one static, unless RUSTFLAGS say otherwise
(The rustc book, "Static and dynamic C runtimes"). Without a target the compiler builds for its own host,
which a toolchain's name may end with (The rustup book, "Toolchains").
"""

import re
from collections.abc import Iterator
from itertools import islice

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.manifests.cargo import toolchain, workspace_of
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.state.arch import UNKNOWN as UNKNOWN_ARCH
from dfix.trace.state.arch import of_words
from dfix.trace.state.artifact import PORTABLE, Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.facts import NO_TEXT
from dfix.trace.state.products import native, static, unclear
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

CONFIGURATIONS = (".cargo/config.toml", ".cargo/config")
BUILD_TARGET = pattern(r'^[ \t]*\[build\][^\[]*?^[ \t]*target[ \t]*=[ \t]*"([^"\n]+)"', re.MULTILINE)
FLAGS_OF_TARGET = pattern(r"CARGO_TARGET_\w+_RUSTFLAGS")
HOST = pattern(r"-(\w+-\w+-linux-\w+)$")
# A target of Rust in the text of a RUN that chooses one; a compiler's name goes on: ``…-linux-musl-gcc``.
TRIPLE = pattern(r"-unknown-linux-(musl|gnu)\w{0,10}(?![\w-])", having="-unknown-linux-")
FILE_READ = pattern(r"(?:\bcat|\bsource|(?<![\w./])\.|<)[ \t]{1,9}([\w./-]{1,200})")
MOST_READ = 20
BUILDS = ("build", "b", "zigbuild", "rustc")
# What may stand before the subcommand: flags without a value, and ``cargo auditable``, which hands it on.
BEFORE_SUBCOMMAND = ("-q", "--quiet", "-v", "-vv", "--verbose", "--locked", "--offline", "--frozen", "auditable")
WITH_VALUE = (
    "--target",
    "--bin",
    "--example",
    "-p",
    "--package",
    "--features",
    "-F",
    "--profile",
    "--root",
    "-j",
    "--path",
)
LIBCS = {"musl": Libc.MUSL, "gnu": Libc.GLIBC}
# Options whose value says what is built, and not how it is linked.
OF_WHAT = frozenset((*WITH_VALUE, "--jobs", "--manifest-path", "--target-dir", "--color", "--message-format"))


def cargo(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``cargo`` command; ``+toolchain`` before the subcommand chooses the compiler."""
    words = [arg for arg in call.args if not arg.text.startswith("+")]
    while words and words[0].text in BEFORE_SUBCOMMAND:
        words.pop(0)
    subcommand = words[0].text if words else ""
    if subcommand not in (*BUILDS, "install"):
        return
    inner = call._replace(args=tuple(words[1:]))
    target = _target(inner) or _configured_target(inner, root)
    artifact = program(inner, root, target or _host(_toolchain(call, inner, root)), "cargo")
    if subcommand == "install":
        for directory in _install_directories(inner):
            yield Writes(directory, artifact, tree=True)
    else:
        yield Writes(_target_directory(inner, root, target), artifact._replace(arch=_arch(target)), tree=True)


def _arch(target: str) -> str | None:
    """The architecture of a target; None for the builder's own."""
    return of_words(target) or (UNKNOWN_ARCH if UNKNOWN_TEXT in target else None)


def _install_directories(call: Call) -> Iterator[str]:
    """Where programs are installed; that of the official images, and Cargo's own default, where nothing says."""
    where = call.option("--root")
    said = call.path(where.text) if where else call.env.get("CARGO_HOME", "")
    homes = (said,) if said else ("/usr/local/cargo", f"{call.env.get('HOME', '/root')}/.cargo")
    yield from (f"{home.rstrip('/')}/bin" for home in homes)


def rustc(call: Call, root: Root) -> Iterator[Effect]:
    """One program, named by ``-o`` or after its source."""
    sources = [arg.text for arg in call.operands("-o", "-C", "--target", "--edition", "-L", "-l", "--crate-type")]
    if not sources or call.has("--version", "-V"):
        return
    output = call.option("-o")
    name = output.text if output else sources[0].rsplit("/", 1)[-1].removesuffix(".rs")
    yield Writes(call.path(name), program(call, root, _target(call), "rustc"))


def program(call: Call, root: Root, target: str, toolchain: str) -> Artifact:
    """What the compiler makes for ``target`` (empty: the host)."""
    if "wasm" in target:
        return PORTABLE
    flags = " ".join([*_flags(call), _configuration(call, root), *_words_of_linking(call)])
    libc = _libc_of_target(target, call, root) if target else root.libc
    if libc is None or UNKNOWN_TEXT in flags:
        return unclear(call, toolchain, "rust", "its target is not known")
    is_alpines = libc is Libc.MUSL and _is_of_alpine(call, root)
    is_images = (not target or libc is Libc.MUSL) and root.image is not None and root.image.static_builds
    if _links_runtime_statically(flags, libc, is_alpines) or is_images:
        return static(call, root, toolchain, "rust", Confidence.LIKELY, "the C runtime is linked statically")
    because = f"{'the Rust that Alpine packages' if is_alpines else 'Rust'} links {libc.value} dynamically"
    return native(call, root, toolchain, "rust", Confidence.LIKELY, because, libc=libc)


def _libc_of_target(target: str, call: Call, root: Root) -> Libc | None:
    """The libc that a target names; of one that is not known, that of all targets of which the stage chooses one."""
    named = {libc for libc in LIBCS if libc in target and "windows" not in target}
    if not named and UNKNOWN_TEXT in target:
        named = {match[1] for text in _texts(call, root) for match in TRIPLE.finditer(text)}
    return LIBCS[named.pop()] if len(named) == 1 else None


def _texts(call: Call, root: Root) -> Iterator[str]:
    """The text of a RUN, and the short texts that the stage wrote into files which the RUN reads."""
    text = call.script.text
    yield text
    for match in islice(FILE_READ.finditer(text), MOST_READ):
        yield from root.facts.texts.get(call.path(match[1]), NO_TEXT)


def _words_of_linking(call: Call) -> Iterator[str]:
    """The words that may say how a program is linked."""
    skips = False
    for text in call.texts:
        is_value, skips = skips, text in OF_WHAT
        if not is_value and text.partition("=")[0] not in OF_WHAT:
            yield text


def _links_runtime_statically(flags: str, libc: Libc, is_alpines: bool) -> bool:
    """Whether flags ask for a static C runtime, which is the default for musl, and not in Alpine's own packages."""
    return "+crt-static" in flags or (libc is Libc.MUSL and not is_alpines and "-crt-static" not in flags)


def _is_of_alpine(call: Call, root: Root) -> bool:
    """Whether the compiler is that of Alpine's packages, which turn crt-static off (aports, community/rust).

    One that rustup brings, from Alpine's package or by its installer, keeps the default.
    """
    packages, distro = root.installed.named(Tristate.YES), root.release.distro if root.release else ""
    is_packaged = distro == "alpine" and bool(packages & {"cargo", "rust"})
    has_rustup = any(name.startswith("rustup") for name in root.packages) or "CARGO_HOME" in call.env
    return (
        is_packaged and not has_rustup and root.files.find(f"{call.env.get('HOME', '/root')}/.cargo/bin/cargo") is None
    )


def _target(call: Call) -> str:
    """The target that the command or its environment names; empty for none."""
    option = call.option("--target")
    return option.text if option else call.env.get("CARGO_BUILD_TARGET", "")


def _flags(call: Call) -> Iterator[str]:
    """The flags that variables hand to rustc (The Cargo Book, "Environment Variables")."""
    for name, value in call.env.items():
        if name in ("RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS") or FLAGS_OF_TARGET.fullmatch(name):
            yield value


def _configuration(call: Call, root: Root) -> str:
    """Cargo's configuration, as far as the context is available; unknown text where the stage wrote one itself."""
    for name in CONFIGURATIONS:
        path = call.path(name)
        text = root.read(path)
        if text is not None:
            return text.replace("#", "\n#")
        if path in root.nodes:
            return UNKNOWN_TEXT
    return ""


def _configured_target(call: Call, root: Root) -> str:
    """``build.target`` of the configuration."""
    match = BUILD_TARGET.search(_configuration(call, root))
    return match[1] if match else ""


def _toolchain(call: Call, inner: Call, root: Root) -> str:
    """The toolchain that rustup chooses: by ``+toolchain``, the environment, or the project's toolchain file."""
    if call.texts[0].startswith("+") and call.texts[0] != "+":
        return call.texts[0][1:]
    pinned = toolchain(root.read, inner.cwd) if root.context else None
    return inner.env.get("RUSTUP_TOOLCHAIN", "") or (pinned.channel if pinned else "")


def _host(toolchain: str) -> str:
    """The host at the end of a toolchain's name (``stable-x86_64-unknown-linux-musl``); empty for none."""
    match = HOST.search(toolchain)
    return match[1] if match else ""


def _target_directory(call: Call, root: Root, target: str) -> str:
    """Where a build leaves its products (The Cargo Book, "Build Cache")."""
    profile = call.option("--profile")
    name = profile.text if profile else "release" if call.has("--release", "-r") else "debug"
    name = "debug" if name == "dev" else name
    directory = call.option("--target-dir")
    said = directory.text if directory else call.env.get("CARGO_TARGET_DIR", "")
    base = call.path(said) if said else f"{_workspace(call, root).rstrip('/')}/target"
    return f"{base}/{target}/{name}" if target else f"{base}/{name}"


def _workspace(call: Call, root: Root) -> str:
    """The directory of the workspace that is built, as far as the context is available; else that of the project."""
    manifest = call.option("--manifest-path")
    project = call.path(manifest.text.rpartition("/")[0] or ".") if manifest else call.cwd
    return workspace_of(root.read, project) if root.context else project


MODELS = {"cargo": cargo, "rustc": rustc, "cross": cargo}
