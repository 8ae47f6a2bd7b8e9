"""Let a tool that knows several targets build for musl: .NET, Bun, pkg, Zig."""

import re
from collections.abc import Iterator

from dfix.edit import insert, replace, written
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.fixes.install_package import installation, obstacle_to
from dfix.images import Libc
from dfix.text import Edit
from dfix.trace.knowledge.provides import lacks_library
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.call import Arg, Call

TARGET_MUSL = Repair(
    "target-musl",
    "the tool's own target for musl: `-r linux-musl-x64`, `--target=bun-linux-x64-musl`, `node18-alpine-x64` …",
    "the program then runs on musl only",
    Applicability.SAFE,
    Change.WORDS,
    family=Family.MUSL,
)
# Tools whose own runtime for musl is written in C++ and needs its library.
WITH_CXX = frozenset({"bun", "dotnet"})


def build_for_musl(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The target named, or changed, in the command, and the C++ runtime where the tool's own runtime needs it."""
    made = landing.artifact.made
    root = landing.stage.root
    if made is None or not can_edit(made.call) or root.libc is not Libc.MUSL:
        return
    call = made.call
    found = {"dotnet": _dotnet, "bun": _bun, "pkg": _pkg, "zig": _zig}.get(made.toolchain.name, _none)(call)
    if found is not None:
        target, edit = found
        missing = made.toolchain.name in WITH_CXX and lacks_library(root, "libstdc++.so.6") is not None
        packages = (*(("libstdc++",) if missing else ()), *_more(trace, landing))
        if obstacle := obstacle_to(landing.stage, packages):
            yield TARGET_MUSL.blocked(f"build for {target}", obstacle)
            return
        install = installation(trace, landing.stage, packages)
        others = _dotnet_before(trace, call) if made.toolchain.name == "dotnet" else ()
        yield TARGET_MUSL.fix(f"build for {target}", (edit, *others, *install))


def _more(trace: Trace, landing: Landing) -> tuple[str, ...]:
    """What .NET's runtime wants of the stage's distribution besides."""
    image, made = landing.stage.root.image, landing.artifact.made
    if image is None or made is None or made.toolchain.name != "dotnet":
        return ()
    from dfix.fixes.packages_of_runtime import packages_of_runtime

    return packages_of_runtime(trace, landing, image) or ()


def _dotnet_before(trace: Trace, call: Call) -> Iterator[Edit]:
    """The target in ``dotnet restore`` and ``build`` of the same stage, which must agree (``--no-restore``)."""
    for other in trace.stages[call.stage].calls:
        if other.name == "dotnet" and other.stage == call.stage and other.span != call.span and can_edit(other):
            found = _dotnet(other)
            if found:
                yield found[1]


def _none(call: Call) -> None:
    return None


def _dotnet(call: Call) -> tuple[str, Edit] | None:
    """``linux-x64`` → ``linux-musl-x64`` (.NET's RID catalog); native AOT compiles for its builder's libc."""
    option = call.option("-r", "--runtime")
    if option is None or "publishaot=true" in " ".join(call.texts).lower():
        return None
    match = re.fullmatch(r"linux-(x64|arm64|arm)", option.text)
    return _replaced(call, option, option.text.replace("linux-", "linux-musl-")) if match else None


def _bun(call: Call) -> tuple[str, Edit] | None:
    """``--target=bun-linux-x64-musl`` (Bun's documentation, "Single-file executable")."""
    option = call.option("--target")
    if option is not None:
        match = re.fullmatch(r"bun-linux-(x64|arm64)(-baseline|-modern)?", option.text)
        return _replaced(call, option, f"{option.text}-musl") if match else None
    compile_flag = next((arg for arg in call.args if arg.text == "--compile"), None)
    target = "bun-linux-x64-musl"
    return (target, insert.after_arg(call, compile_flag, f" --target={target}")) if compile_flag else None


def _pkg(call: Call) -> tuple[str, Edit] | None:
    """``node18-linux-x64`` → ``node18-alpine-x64`` (pkg's README, "Targets")."""
    option = call.option("-t", "--target", "--targets")
    if option is None or "," in option.text or "linux-" not in option.text:
        return None
    return _replaced(call, option, option.text.replace("linux-", "alpine-"))


def _zig(call: Call) -> tuple[str, Edit] | None:
    """``x86_64-linux-gnu`` → ``x86_64-linux-musl``, whose libc Zig links statically."""
    for arg in call.args:
        if re.search(r"-linux-gnu(\.[\d.]+)?$", arg.text):
            return _replaced(call, arg, re.sub(r"-gnu(\.[\d.]+)?$", "-musl", arg.text))
    return None


def _replaced(call: Call, arg: Arg, target: str) -> tuple[str, Edit] | None:
    """The new text in the place of the old; an option's value may stand behind ``=``."""
    raw = written.arg(call, arg)
    if any(mark in raw for mark in "$'\""):
        return None
    prefix, sign, _ = raw.rpartition("=")
    return target, replace.arg(call, arg, f"{prefix}{sign}{target}" if sign else target)
