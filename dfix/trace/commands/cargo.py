"""Rust: ``cargo build``, ``cargo install``, ``rustc``.

A ``*-linux-gnu`` target is dynamic, a ``*-linux-musl`` one static, unless RUSTFLAGS say otherwise
(The rustc book, "Static and dynamic C runtimes"). Without a target it is the compiler's own host, which
a toolchain's name may end with (The rustup book, "Toolchains").
"""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.manifests.cargo import toolchain
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.state.arch import of_words
from dfix.trace.state.artifact import PORTABLE, Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import native, static, unclear
from dfix.trace.state.root import Root

CONFIGURATIONS = (".cargo/config.toml", ".cargo/config")
BUILD_TARGET = pattern(r'^[ \t]*\[build\][^\[]*?^[ \t]*target[ \t]*=[ \t]*"([^"\n]+)"', re.MULTILINE)
FLAGS_OF_TARGET = pattern(r"CARGO_TARGET_\w+_RUSTFLAGS")
HOST = pattern(r"-(\w+-\w+-linux-\w+)$")
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


def cargo(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``cargo`` command; ``+toolchain`` before the subcommand is passed over."""
    words = [arg for arg in call.args if not arg.text.startswith("+")]
    subcommand = words[0].text if words else ""
    inner = call._replace(args=tuple(words[1:]))
    target = _target(inner) or _configured_target(inner, root)
    host = next((arg.text[1:] for arg in call.args[:1] if arg.text.startswith("+")), "") or _toolchain(inner, root)
    if subcommand in ("build", "b", "zigbuild", "rustc"):
        made = program(inner, root, target or _triple(host), "cargo")
        yield Writes(_directory(inner, target), made._replace(arch=of_words(target)), tree=True)
    elif subcommand == "install":
        where = inner.option("--root")
        base = inner.path(where.text) if where else inner.env.get("CARGO_HOME", "/usr/local/cargo")
        made = program(inner, root, target or _triple(host), "cargo")
        yield Writes(f"{base.rstrip('/')}/bin", made, tree=True)


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
    flags = " ".join([*_flags(call), _configuration(call, root), *call.texts])
    libc = Libc.MUSL if "musl" in target else Libc.GLIBC if "gnu" in target else None if target else root.libc
    if libc is None or UNKNOWN_TEXT in target or UNKNOWN_TEXT in flags:
        return unclear(call, toolchain, "rust", "its target is not known")
    is_static = "+crt-static" in flags or (libc is Libc.MUSL and "-crt-static" not in flags)
    if is_static or (root.image and root.image.static_builds):
        return static(call, root, toolchain, "rust", Confidence.LIKELY, "the C runtime is linked statically")
    because = f"Rust links {libc.value} dynamically"
    return native(call, root, toolchain, "rust", Confidence.LIKELY, because, libc=libc)


def _target(call: Call) -> str:
    option = call.option("--target")
    return option.text if option else call.env.get("CARGO_BUILD_TARGET", "")


def _flags(call: Call) -> Iterator[str]:
    """The flags that variables hand to rustc (The Cargo Book, "Environment Variables")."""
    for name, value in call.env.items():
        if name in ("RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS") or FLAGS_OF_TARGET.fullmatch(name):
            yield value


def _configuration(call: Call, root: Root) -> str:
    """Cargo's configuration, where the context is at hand; a hole where the stage wrote one that is not read."""
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


def _toolchain(call: Call, root: Root) -> str:
    """The toolchain that rustup chooses: by the environment, else by the project's toolchain file."""
    pinned = toolchain(root.read, call.cwd) if root.context else None
    return call.env.get("RUSTUP_TOOLCHAIN", "") or (pinned.channel if pinned else "")


def _triple(name: str) -> str:
    """The host at the end of a toolchain's name (``stable-x86_64-unknown-linux-musl``); empty for none."""
    match = HOST.search(name)
    return match[1] if match else ""


def _directory(call: Call, target: str) -> str:
    profile = call.option("--profile")
    release = call.has("--release", "-r")
    name = profile.text if profile else "release" if release else "debug"
    name = "debug" if name == "dev" else name
    directory = call.option("--target-dir")
    base = directory.text if directory else call.env.get("CARGO_TARGET_DIR", "target")
    return call.path(f"{base}/{target}/{name}" if target else f"{base}/{name}")


MODELS = {"cargo": cargo, "rustc": rustc, "cross": cargo}
