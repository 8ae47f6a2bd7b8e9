"""The Go toolchain: ``go build``, ``go install``, ``go env -w``.

Whether a program is dynamic was measured with Go 1.22 on Debian 12: a program that imports
``net`` or ``os/user`` is, while cgo is on; see the page of DF101 for the switches.
"""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.knowledge.go_imports import Imports, imports_of
from dfix.trace.state.arch import UNKNOWN, of_words
from dfix.trace.state.artifact import Abi, Artifact, Kind, Linkage
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, Havoc, SetsFact, Writes
from dfix.trace.state.facts import GoSetting
from dfix.trace.state.products import made_by
from dfix.trace.state.root import Root
from dfix.tristate import Tristate
from dfix.values import NamedTuple

WITH_VALUE = (
    "-o", "-p", "-asmflags", "-buildmode", "-buildvcs", "-compiler", "-covermode", "-coverpkg", "-C", "-exec",
    "-gccgoflags", "-gcflags", "-installsuffix", "-ldflags", "-mod", "-modfile", "-overlay", "-pgo", "-pkgdir",
    "-tags", "-toolexec", "-work", "--ldflags", "--tags",
)  # fmt: skip
STATIC_FLAG = pattern(r"-extldflags[= ]+(?:'[^']*|\"[^\"]*|\S*)-static(?!-lib)")
C_PACKAGES = pattern(
    r"-dev(el)?$|^(gcc|g\+\+|build-base|build-essential|alpine-sdk|musl-dev|pkg-config|pkgconf|pkgconfig)$"
)
NEUTRAL_PACKAGES = frozenset({"libc6-dev", "libc-dev", "musl-dev", "linux-headers"})
CGO_VARIABLES = ("CGO_CFLAGS", "CGO_LDFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "PKG_CONFIG_PATH")
# A module's major version at the end of its path.
MAJOR = pattern(r"/v\d+$")
EXTENSION_MODES = {"c-shared": Kind.LIBRARY, "plugin": Kind.LIBRARY, "shared": Kind.LIBRARY}


def go(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``go`` command."""
    subcommand = next(iter(call.texts), "")
    inner = call._replace(args=call.args[1:])
    if subcommand == "get" and not inner.has("-d"):
        # Until Go 1.17 ``go get`` installed what it fetched.
        yield from _installs(inner, root, program(inner, root))
    elif subcommand == "test" and inner.has("-c"):
        yield from _writes(inner, root, program(inner, root), install=False)
    elif subcommand in ("generate", "run", "tool"):
        yield Havoc(inner.cwd, f"go {subcommand}")
    elif subcommand in ("build", "install"):
        artifact = program(inner, root)
        yield from _writes(inner, root, artifact, install=subcommand == "install")
    elif subcommand == "env":
        yield from _settings(inner)


def _settings(call: Call) -> Iterator[Effect]:
    """``go env -w NAME=value`` and ``go env -u NAME`` (cmd/go, "Print Go environment information")."""
    for text in call.texts:
        name, sign, value = text.partition("=")
        if call.has("-w") and sign:
            yield SetsFact(GoSetting(name, value))
        elif call.has("-u") and not name.startswith("-"):
            yield SetsFact(GoSetting(name, None))


def program(call: Call, root: Root) -> Artifact:
    """What a ``go build`` makes; ``call.args`` start after ``build``."""
    switches = _switches(call, root)
    linkage, confidence, because = _linkage(switches)
    if linkage is Linkage.DYNAMIC and root.libc is None:
        linkage, confidence, because = Linkage.UNKNOWN, Confidence.POSSIBLE, "the builder's libc is not known"
    abi = Abi(root.libc, root.release) if root.libc and linkage is Linkage.DYNAMIC else None
    if abi and switches.mode == "pie" and switches.cgo == "0":
        # Measured: a loader is named although no library and no symbol version is needed.
        abi = abi._replace(release=None)
    need = switches.feature or ('`import "C"`' if switches.imports is Imports.C else "") or switches.need
    origin = made_by("go", call)._replace(needs_cgo=need, obstacle=_obstacle(switches))
    kind = EXTENSION_MODES.get(switches.mode, Kind.PROGRAM)
    sure = min(confidence, root.family_sure)
    return Artifact(kind, linkage, abi, "go", sure, because, (), origin, arch=_arch(call))


class Switches(NamedTuple):
    """All that decides the linkage.

    ``feature`` is what cannot be had without cgo.
    ``cgo`` is CGO_ENABLED's value, empty when nothing sets it; ``need`` what suggests that cgo is
    needed; ``opaque`` tells that what is imported cannot be guessed.
    """

    cgo: str
    mode: str
    feature: str
    asks_static: bool
    external: bool
    pure_tags: bool
    opaque: bool
    need: str
    compiler: Tristate
    imports: Imports = Imports.UNKNOWN


def _switches(call: Call, root: Root) -> Switches:
    flags, tags = _ldflags(call, root), _tags(call, root)
    packages = [arg.text for arg in call.operands(*WITH_VALUE)]
    return Switches(
        _cgo(call, root),
        (call.option("-buildmode", "--buildmode") or _flag(call, root, "-buildmode")).text,
        _cgo_feature(call, root),
        bool(STATIC_FLAG.search(flags)) or "-static-pie" in flags,
        bool(re.search(r"-linkmode[= ]+['\"]?external", flags)),
        bool({"netgo", "osusergo"} & tags),
        any("static" in tag for tag in tags) or any(package.startswith("cmd/") for package in packages),
        _need_for_cgo(call, root),
        root.has_compiler(),
        imports_of(root, call.cwd, packages) if root.context else Imports.UNKNOWN,
    )


def _cgo_feature(call: Call, root: Root) -> str:
    """What is asked for that cannot be had without cgo; empty for nothing."""
    if call.has("-race", "-msan", "-asan") or "-race" in _goflags(call, root):
        return "`-race`"
    # Go's BoringCrypto is a C library (go/src/crypto/internal/boring/README.md).
    return "`GOEXPERIMENT=boringcrypto`" if "boringcrypto" in call.env.get("GOEXPERIMENT", "") else ""


def _linkage(switches: Switches) -> tuple[Linkage, Confidence, str]:
    """What comes out, how sure, and why: the switches are asked in the order of their power."""
    return _by_linker(switches) or _by_mode(switches) or _by_cgo(switches)


def _by_linker(switches: Switches) -> tuple[Linkage, Confidence, str] | None:
    if UNKNOWN_TEXT in switches.cgo or UNKNOWN_TEXT in switches.mode:
        return Linkage.UNKNOWN, Confidence.POSSIBLE, "CGO_ENABLED or the build mode is not known"
    if switches.asks_static and switches.external:
        return Linkage.STATIC, Confidence.CERTAIN, "linked statically by the external linker"
    if switches.asks_static and switches.imports is Imports.C:
        return Linkage.STATIC, Confidence.LIKELY, "it imports C, so the external linker heeds -static"
    if switches.asks_static and switches.need:
        # With `import "C"` anywhere the linker works externally by itself and heeds the flag.
        return Linkage.UNKNOWN, Confidence.POSSIBLE, f"static if it imports C, which {switches.need} suggests"
    return None


def _by_mode(switches: Switches) -> tuple[Linkage, Confidence, str] | None:
    if switches.feature:
        return Linkage.DYNAMIC, Confidence.CERTAIN, f"{switches.feature} needs cgo"
    if switches.mode in EXTENSION_MODES:
        return Linkage.DYNAMIC, Confidence.CERTAIN, f"-buildmode={switches.mode}"
    if switches.mode == "pie":
        return Linkage.DYNAMIC, Confidence.CERTAIN, "-buildmode=pie names a loader"
    if switches.cgo == "0":
        return Linkage.STATIC, Confidence.CERTAIN, "cgo is off"
    if switches.external:
        return Linkage.DYNAMIC, Confidence.CERTAIN, "linked by the external linker"
    return None


def _by_cgo(switches: Switches) -> tuple[Linkage, Confidence, str]:
    if switches.cgo != "1" and switches.compiler is Tristate.NO:
        return Linkage.STATIC, Confidence.LIKELY, "there is no C compiler, so cgo is off"
    if switches.cgo != "1" and switches.compiler is Tristate.UNKNOWN:
        return Linkage.UNKNOWN, Confidence.POSSIBLE, "whether a C compiler is there is not known"
    if switches.opaque:
        return Linkage.UNKNOWN, Confidence.POSSIBLE, "what it imports is decided by its tags or its package"
    if switches.pure_tags and not switches.need:
        return Linkage.STATIC, Confidence.LIKELY, "built with -tags netgo"
    if switches.imports is Imports.NEITHER:
        return Linkage.STATIC, Confidence.LIKELY, "it imports neither net nor os/user"
    why = "cgo is asked for" if switches.cgo == "1" else "cgo is on by default"
    if switches.imports in (Imports.NET, Imports.C):
        return Linkage.DYNAMIC, Confidence.CERTAIN, f"{why}, and it imports {switches.imports.value}"
    return Linkage.DYNAMIC, Confidence.LIKELY, f"{why}, so importing net or os/user makes it dynamic"


def _obstacle(switches: Switches) -> str:
    """Why turning cgo off would not make the program static; empty when it would."""
    if switches.feature:
        return f"{switches.feature} needs cgo"
    if switches.mode == "pie" or switches.mode in EXTENSION_MODES:
        return f"`-buildmode={switches.mode}` keeps the loader"
    return ""


def _cgo(call: Call, root: Root) -> str:
    """The CGO_ENABLED that the build finds; empty when nothing sets it."""
    told = call.env.get("CGO_ENABLED") or root.facts.go_setting("CGO_ENABLED")
    if told:
        return told
    # Go turns cgo off when it builds for another system and no CC is given (cmd/go, "cgo").
    target_os, arch = call.env.get("GOOS", ""), call.env.get("GOARCH", "")
    if "CC" in call.env or "CC_FOR_TARGET" in call.env:
        return ""
    if target_os not in ("", "linux", UNKNOWN_TEXT):
        return "0"
    if UNKNOWN_TEXT in arch:
        # TARGETARCH: the builder's own in a plain build, another one in a cross build.
        return ""
    return "" if arch in ("", "amd64", "arm64") else "0"


def _arch(call: Call) -> str | None:
    """The architecture that GOARCH says; None where it is not set."""
    told = call.env.get("GOARCH")
    return None if not told else UNKNOWN if UNKNOWN_TEXT in told else of_words(told) or UNKNOWN


def _need_for_cgo(call: Call, root: Root) -> str:
    """What in the stage suggests that the program cannot do without cgo; empty for nothing."""
    if call.env.get("CGO_ENABLED") == "1":
        return "`CGO_ENABLED=1`"
    variable = next((name for name in CGO_VARIABLES if call.env.get(name)), None)
    if variable:
        return f"`{variable}`"
    wanted = sorted(p for p in root.packages if C_PACKAGES.search(p) and p not in NEUTRAL_PACKAGES)
    return f"the package `{wanted[0]}`" if wanted else ""


def _goflags(call: Call, root: Root) -> str:
    return call.env.get("GOFLAGS", "") or root.facts.go_setting("GOFLAGS")


def _flag(call: Call, root: Root, name: str) -> Arg:
    """A flag given by GOFLAGS; empty when it is not."""
    found = re.search(rf"(?:^|\s)-?{name}=(\S+)", _goflags(call, root))
    return Arg(found[1] if found else "", 0, 0)


def _ldflags(call: Call, root: Root) -> str:
    option = call.option("-ldflags", "--ldflags")
    return option.text if option else _flag(call, root, "-ldflags").text


def _tags(call: Call, root: Root) -> set[str]:
    option = call.option("-tags", "--tags") or _flag(call, root, "-tags")
    return set(re.split(r"[\s,]+", option.text))


def _writes(call: Call, root: Root, artifact: Artifact, *, install: bool) -> Iterator[Effect]:
    packages = [arg.text for arg in call.operands(*WITH_VALUE)]
    directory = call.option("-C")
    call = call._replace(cwd=call.path(directory.text)) if directory else call
    output = None if install else call.option("-o", "--o")
    if install:
        yield from _installs(call, root, artifact)
    elif output is None:
        yield from _default_output(call, packages, artifact)
    elif output.text == "/dev/null":
        return
    elif output.text.endswith(("/", "/.")) or output.text in (".", "..") or root.is_directory(call.path(output.text)):
        several = len(packages) != 1 or "..." in "".join(packages)
        name = _last(packages[0]) if packages and not several else ""
        target = call.path(output.text)
        yield Writes(
            call.path(f"{output.text}/{name}") if name else target,
            artifact._replace(unnamed=not several and not name),
            tree=not name,
        )
    else:
        yield Writes(call.path(output.text), artifact)


def _installs(call: Call, root: Root, artifact: Artifact) -> Iterator[Effect]:
    """Programs in GOBIN: named after their packages, or somewhere in it where a pattern names several."""
    directory = _bin(call, root)
    for arg in call.operands(*WITH_VALUE):
        name = _last(MAJOR.sub("", arg.text.split("@")[0]))
        if "..." in arg.text:
            # Another module's programs; which of those in GOBIN they are cannot be told.
            own = arg.text.startswith(".")
            sure = artifact.confidence if own else Confidence.POSSIBLE
            yield Writes(directory, artifact._replace(confidence=min(sure, artifact.confidence)), tree=True)
        elif name:
            yield Writes(f"{directory}/{name}", artifact)
        else:
            yield Writes(directory, artifact, tree=True)
    if not any(call.operands(*WITH_VALUE)):
        yield Writes(directory, artifact, tree=True)


def _default_output(call: Call, packages: list[str], artifact: Artifact) -> Iterator[Effect]:
    """Without ``-o`` the program is named after its package, and stands in the working directory."""
    if (len(packages) > 1 and not all(p.endswith(".go") for p in packages)) or "..." in "".join(packages):
        return
    name = _last(packages[0]) if packages else ""
    if name.endswith(".go"):
        name = name[:-3]
    if name:
        yield Writes(call.path(name), artifact)
    else:
        yield Writes(call.cwd, artifact._replace(unnamed=True), tree=True)


def _last(package: str) -> str:
    name = package.rstrip("/").rsplit("/", 1)[-1].split("@")[0]
    return "" if name in (".", "..", "") or UNKNOWN_TEXT in name else name


def _bin(call: Call, root: Root) -> str:
    path = call.env.get("GOBIN") or root.facts.go_setting("GOBIN")
    if path:
        return call.path(path)
    return call.path(call.env.get("GOPATH", "/go").split(":")[0]) + "/bin"


MODELS = {"go": go}
