"""The Go toolchain: ``go build``, ``go install``, ``go env -w``.

Whether a program is dynamic was measured with Go 1.22 on Debian 12: a program that imports
``net`` or ``os/user`` is, while cgo is on; see the page of DF101 for the switches.
"""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.knowledge.go_imports import (
    NOT_KNOWN,
    Imports,
    Program,
    Sources,
    home_of,
    last_of,
    program_name,
    program_of,
    programs_below,
)
from dfix.trace.knowledge.go_modules import listed_modules
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
STATIC_FLAG = pattern(r"-extldflags[= ]+(?:'[^']*|\"[^\"]*|\S*)-static(?!-lib)", having="-extldflags")
EXTERNAL_FLAG = pattern(r"-linkmode[= ]+['\"]?external", having="-linkmode")
C_PACKAGES = pattern(
    r"-dev(el)?$|^(gcc|g\+\+|build-base|build-essential|alpine-sdk|musl-dev|pkg-config|pkgconf|pkgconfig)$",
    having="-dev gcc g++ build- alpine-sdk pkg",
)
NEUTRAL_PACKAGES = frozenset({"libc6-dev", "libc-dev", "musl-dev", "linux-headers"})
CGO_VARIABLES = ("CGO_CFLAGS", "CGO_LDFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "PKG_CONFIG_PATH")
OLD_VERSION = pattern(r"1\.1?\d(?!\d)")
EXTENSION_MODES = {"c-shared": Kind.LIBRARY, "plugin": Kind.LIBRARY, "shared": Kind.LIBRARY}


def go(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one ``go`` command."""
    subcommand = next(iter(call.texts), "")
    inner = call._replace(args=call.args[1:])
    if subcommand == "get" and not inner.has("-d"):
        # Until Go 1.17 ``go get`` installed what it downloaded.
        yield from _installs(inner, root, program(inner, root))
    elif subcommand == "test" and inner.has("-c"):
        yield from _builds(_in_directory(inner), root, program(inner, root))
    elif subcommand in ("generate", "run", "tool"):
        yield Havoc(inner.cwd, f"go {subcommand}")
    elif subcommand == "build":
        yield from _builds(_in_directory(inner), root, program(inner, root))
    elif subcommand == "install":
        yield from _installs(_in_directory(inner), root, program(inner, root))
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


def program(call: Call, root: Root, packages: tuple[str, ...] | None = None) -> Artifact:
    """What a ``go build`` makes of these packages, else of those that it names; ``call.args`` start after ``build``."""
    switches = _switches(call, root, packages)
    linkage, confidence, because = _linkage(switches)
    if linkage is Linkage.DYNAMIC and root.libc is None:
        linkage, confidence, because = Linkage.UNKNOWN, Confidence.POSSIBLE, "the builder's libc is not known"
    abi = _abi(switches, root) if linkage is Linkage.DYNAMIC else None
    origin = made_by("go", call)._replace(
        needs_cgo=_shown_need(switches, call, root),
        obstacle=_obstacle(switches),
        links=tuple(_links(switches)),
        imports_known=switches.program.is_read,
    )
    kind = EXTENSION_MODES.get(switches.mode, Kind.PROGRAM)
    sure = min(confidence, root.family_sure)
    return Artifact(kind, linkage, abi, "go", sure, because, (), origin, arch=_arch(call, root))


def _links(switches: "Switches") -> Iterator[tuple[str, str]]:
    """The libraries that its packages link, and what says so."""
    program = switches.program
    for module in program.modules:
        yield from ((link, f"the module {module.path}") for link in module.linked(switches.tags))
    yield from ((link, "a `#cgo` line") for link in program.links)


def _abi(switches: "Switches", root: Root) -> Abi | None:
    """What a dynamic program is built for; None where the builder's libc is not known."""
    if root.libc is None:
        return None
    # Measured: without cgo a position-independent program names a loader, but needs no library and no symbol version.
    is_bare = switches.mode == "pie" and switches.cgo == "0"
    return Abi(root.libc, None if is_bare else root.release)


def _shown_need(switches: "Switches", call: Call, root: Root) -> str:
    """Why the program seems to need cgo, for people; empty where nothing shows it."""
    if switches.feature:
        return switches.feature
    if switches.program.opens_plugins:
        return "the package `plugin`"
    modules = switches.program.modules
    if switches.program.imports is Imports.C and not modules:
        return '`import "C"`'
    if not modules and not switches.program.is_read and root.context:
        modules = tuple(listed_modules(root, home_of(root, call.cwd)))
    module = next((module.path for module in modules if module.needs_cgo), "")
    return f"the module `{module}`" if module else switches.need


class Switches(NamedTuple):
    """All that decides the linkage.

    ``cgo`` is CGO_ENABLED's value, empty when nothing sets it; ``feature`` is what the command asks for
    that needs cgo; ``need`` what in the stage suggests that the program needs cgo; both are for people and
    empty for nothing. ``opaque`` tells that what is imported cannot be guessed. ``prebuilt``: Go brings the
    standard library ready made, with cgo; ``rebuilds``: the command makes its own.
    """

    cgo: str
    mode: str
    feature: str
    asks_static: bool
    external: bool
    tags: frozenset[str]
    opaque: bool
    need: str
    compiler: Tristate
    prebuilt: Tristate
    rebuilds: bool
    program: Program = NOT_KNOWN


def _switches(call: Call, root: Root, packages: tuple[str, ...] | None) -> Switches:
    flags, tags = _ldflags(call, root), _tags(call, root)
    if packages is None:
        packages = _packages(call)
    return Switches(
        _cgo(call, root),
        (call.option("-buildmode", "--buildmode") or _flag(call, root, "-buildmode")).text,
        _cgo_feature(call, root),
        bool(STATIC_FLAG.search(flags)) or "-static-pie" in flags,
        EXTERNAL_FLAG.search(flags) is not None,
        tags,
        any("static" in tag for tag in tags) or any(package.startswith("cmd/") for package in packages),
        _need_for_cgo(call, root),
        root.has_compiler(),
        _has_prebuilt(root),
        call.has("-a", "-trimpath", "-installsuffix") or "-trimpath" in _goflags(call, root),
        program_of(root, Sources(call.cwd, packages, tags)) if root.context else NOT_KNOWN,
    )


def _has_prebuilt(root: Root) -> Tristate:
    """Whether Go brings its standard library ready made, with cgo: until Go 1.19 (the release notes of Go 1.20)."""
    reference = root.image.bottom if root.image else None
    version = OLD_VERSION.match(reference.tag or "") if reference and reference.name == "golang" else None
    return Tristate.of(version is not None)


def _cgo_feature(call: Call, root: Root) -> str:
    """What the command asks for that needs cgo; empty for nothing."""
    flags = (*call.texts, *_goflags(call, root).split())
    switch = next((name for name in ("-asan", "-msan", "-race") if name in flags), None)
    if switch:
        return f"`{switch}`"
    # Go's BoringCrypto is a C library (go/src/crypto/internal/boring/README.md).
    return "`GOEXPERIMENT=boringcrypto`" if "boringcrypto" in call.env.get("GOEXPERIMENT", "") else ""


def _linkage(switches: Switches) -> tuple[Linkage, Confidence, str]:
    """The linkage, how sure it is, and why: the strongest switches decide first."""
    return _by_linker(switches) or _by_mode(switches) or _by_compiler(switches) or _by_imports(switches)


def _by_linker(switches: Switches) -> tuple[Linkage, Confidence, str] | None:
    if UNKNOWN_TEXT in switches.cgo or UNKNOWN_TEXT in switches.mode:
        return Linkage.UNKNOWN, Confidence.POSSIBLE, "CGO_ENABLED or the build mode is not known"
    if switches.asks_static and switches.external:
        return Linkage.STATIC, Confidence.CERTAIN, "linked statically by the external linker"
    if switches.asks_static and switches.program.imports is Imports.C:
        return Linkage.STATIC, Confidence.LIKELY, "it imports C, so the external linker links it and obeys -static"
    if switches.asks_static and switches.need:
        # With `import "C"` anywhere Go uses the external linker, which obeys the flag.
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


def _by_compiler(switches: Switches) -> tuple[Linkage, Confidence, str] | None:
    """Without a C compiler cgo is off, unless it is turned on (cmd/go, "cgo"); before Go 1.20 it stays on.

    Measured with Go 1.19: the standard library that comes with it is linked then. A build that makes its own
    stops where it needs cgo, so what comes out of it needs none.
    """
    if switches.compiler is Tristate.NO and switches.prebuilt is Tristate.YES:
        return _by_prebuilt(switches)
    if switches.cgo == "1" or switches.compiler is Tristate.YES:
        return None
    if switches.compiler is Tristate.NO:
        return Linkage.STATIC, Confidence.LIKELY, "there is no C compiler, so cgo is off"
    return Linkage.UNKNOWN, Confidence.POSSIBLE, "it is not known whether there is a C compiler"


def _by_prebuilt(switches: Switches) -> tuple[Linkage, Confidence, str] | None:
    if switches.rebuilds:
        return Linkage.STATIC, Confidence.LIKELY, "there is no C compiler, so it was built without cgo"
    if switches.need and switches.cgo != "1":
        return Linkage.UNKNOWN, Confidence.POSSIBLE, "a C compiler may have come with other packages"
    return None


def _by_imports(switches: Switches) -> tuple[Linkage, Confidence, str]:
    """Where cgo is on, the imported packages decide."""
    imports = switches.program.imports
    if switches.opaque:
        return Linkage.UNKNOWN, Confidence.POSSIBLE, "its build tags or its package decide what it imports"
    pure = switches.tags & {"netgo", "osusergo"}
    if pure and imports is not Imports.C and not switches.need and not _is_missed(pure, imports):
        return Linkage.STATIC, Confidence.LIKELY, f"built with -tags {','.join(sorted(pure))}"
    if imports is Imports.NEITHER:
        return Linkage.STATIC, Confidence.LIKELY, "it imports neither net nor os/user"
    why = "cgo is turned on" if switches.cgo == "1" else "cgo is on by default"
    if imports in (Imports.NET, Imports.USER, Imports.C):
        return Linkage.DYNAMIC, Confidence.CERTAIN, f"{why}, and it imports {imports.value}"
    return Linkage.DYNAMIC, Confidence.LIKELY, f"{why}, so importing net or os/user makes it dynamic"


def _is_missed(pure: frozenset[str], imports: Imports) -> bool:
    """Whether the one tag is given and what is imported needs the other."""
    return imports is Imports.USER and "osusergo" not in pure


def _obstacle(switches: Switches) -> str:
    """Why turning cgo off would not make the program static; empty when it would."""
    if switches.feature:
        return f"{switches.feature} needs cgo"
    if switches.mode == "pie" or switches.mode in EXTENSION_MODES:
        return f"`-buildmode={switches.mode}` keeps the loader"
    return "`-linkmode external` needs cgo" if switches.external else ""


def _cgo(call: Call, root: Root) -> str:
    """The value of CGO_ENABLED; empty where nothing sets it."""
    value = call.env.get("CGO_ENABLED") or root.facts.go_setting("CGO_ENABLED")
    if value:
        return value
    # Go turns cgo off when it builds for another system and no CC is given (cmd/go, "cgo").
    target_os, arch = call.env.get("GOOS", ""), call.env.get("GOARCH", "")
    if "CC" in call.env or "CC_FOR_TARGET" in call.env:
        return ""
    if target_os not in ("", "linux", UNKNOWN_TEXT):
        return "0"
    if UNKNOWN_TEXT in arch:
        # TARGETARCH is the builder's own architecture in a plain build, another one in a cross build.
        return ""
    return "" if arch in ("", "amd64", "arm64") else "0"


def _arch(call: Call, root: Root) -> str | None:
    """The architecture that GOARCH says, that of the stage where it is empty; None where it is not set."""
    goarch = call.env.get("GOARCH")
    if not goarch:
        return None if goarch is None else root.arch
    return UNKNOWN if UNKNOWN_TEXT in goarch else of_words(goarch) or UNKNOWN


def _need_for_cgo(call: Call, root: Root) -> str:
    """What in the stage suggests that the program needs cgo; empty for nothing."""
    if call.env.get("CGO_ENABLED") == "1":
        return "`CGO_ENABLED=1`"
    variable = next((name for name in CGO_VARIABLES if call.env.get(name)), None)
    if variable:
        return f"`{variable}`"
    of_c = (name for name in root.packages if C_PACKAGES.search(name) and name not in NEUTRAL_PACKAGES)
    package = min(of_c, default="")
    return f"the package `{package}`" if package else ""


def _goflags(call: Call, root: Root) -> str:
    return call.env.get("GOFLAGS", "") or root.facts.go_setting("GOFLAGS")


def _flag(call: Call, root: Root, name: str) -> Arg:
    """The value of a flag in GOFLAGS; empty where it has none."""
    flags = _goflags(call, root)
    match = re.search(rf"(?:^|\s)-?{name}=(\S+)", flags) if name in flags else None
    return Arg(match[1] if match else "", 0, 0)


def _ldflags(call: Call, root: Root) -> str:
    option = call.option("-ldflags", "--ldflags")
    return option.text if option else _flag(call, root, "-ldflags").text


def _tags(call: Call, root: Root) -> frozenset[str]:
    option = call.option("-tags", "--tags") or _flag(call, root, "-tags")
    return frozenset(re.split(r"[\s,]+", option.text) if option.text else ("",))


def _packages(call: Call) -> tuple[str, ...]:
    """The packages, or files, that the command names."""
    return tuple(arg.text for arg in call.operands(*WITH_VALUE))


def _builds(call: Call, root: Root, artifact: Artifact) -> Iterator[Effect]:
    """The programs of ``go build``, where ``-o`` says or under their default names."""
    packages = _packages(call)
    output = call.option("-o", "--o")
    if output is None:
        yield from _default_output(call, root, packages, artifact)
    elif output.text == "/dev/null":
        return
    elif output.text.endswith(("/", "/.")) or output.text in (".", "..") or root.is_directory(call.path(output.text)):
        yield _into_directory(call, root, output.text, artifact)
        yield from _each(call, root, call.path(output.text))
    else:
        yield Writes(call.path(output.text), artifact)


def _in_directory(call: Call) -> Call:
    """The call in the directory that ``-C`` names."""
    directory = call.option("-C")
    return call._replace(cwd=call.path(directory.text)) if directory else call


def _each(call: Call, root: Root, directory: str) -> Iterator[Effect]:
    """The programs that a pattern means, each under its name, where the build context is available."""
    packages = _packages(call)
    if not root.context or not any("..." in name for name in packages):
        return
    places = list(programs_below(root, Sources(call.cwd, packages, _tags(call, root))))
    programs = [program(call, root, (place,)) for place in places]
    # One command builds them all, so cgo is on or off for all.
    need = next((made.needs_cgo for one in programs if (made := one.made) and made.needs_cgo), "")
    for place, artifact in zip(places, programs, strict=True):
        if (name := program_name(root, place)) and artifact.made:
            origin = artifact.made._replace(needs_cgo=need)
            yield Writes(f"{directory}/{name}", artifact._replace(origin=origin))


def _into_directory(call: Call, root: Root, output: str, artifact: Artifact) -> Writes:
    """One program under its package's name, or several somewhere in the directory."""
    packages = _packages(call) or (".",)
    if len(packages) != 1 or "..." in packages[0]:
        return Writes(call.path(output), artifact._replace(unnamed=False), tree=True)
    name = _name(call, root, packages[0])
    if name:
        return Writes(call.path(f"{output}/{name}"), artifact._replace(unnamed=False))
    return Writes(call.path(output), artifact._replace(unnamed=True), tree=True)


def _installs(call: Call, root: Root, artifact: Artifact) -> Iterator[Effect]:
    """Programs in GOBIN, named after their packages; a pattern names several, so that they are somewhere in it."""
    directory = _bin(call, root)
    for arg in call.operands(*WITH_VALUE):
        name = _name(call, root, arg.text)
        if "..." in arg.text:
            # Which programs in GOBIN are those of another module is not known.
            sure = artifact.confidence if arg.text.startswith(".") else Confidence.POSSIBLE
            yield Writes(directory, artifact._replace(confidence=min(sure, artifact.confidence)), tree=True)
            yield from _each(call, root, directory)
        elif name:
            yield Writes(f"{directory}/{name}", artifact)
        else:
            yield Writes(directory, artifact, tree=True)
    if not any(call.operands(*WITH_VALUE)):
        name = _name(call, root, ".")
        yield Writes(f"{directory}/{name}" if name else directory, artifact, tree=not name)


def _default_output(call: Call, root: Root, packages: tuple[str, ...], artifact: Artifact) -> Iterator[Effect]:
    """Without ``-o`` the program is named after its package, and is in the working directory."""
    if (len(packages) > 1 and not all(name.endswith(".go") for name in packages)) or "..." in "".join(packages):
        return
    name = _name(call, root, packages[0] if packages else ".")
    if name:
        yield Writes(call.path(name), artifact)
    else:
        yield Writes(call.cwd, artifact._replace(unnamed=True), tree=True)


def _name(call: Call, root: Root, package: str) -> str:
    """The program's name, by the last part of its package's path; empty where that is not known."""
    name = last_of(package.split("@", maxsplit=1)[0])
    if name in (".", "..", "") and root.context:
        return program_name(root, call.path(package))
    return "" if name in (".", "..", "") or UNKNOWN_TEXT in name else name


def _bin(call: Call, root: Root) -> str:
    path = call.env.get("GOBIN") or root.facts.go_setting("GOBIN")
    if path:
        return call.path(path)
    return call.path(call.env.get("GOPATH", "/go").split(":")[0]) + "/bin"


# Go under other names: the preview of modules for Go 1.10, the development version, what renames names (``garble``).
MODELS = dict.fromkeys(("go", "vgo", "gotip", "garble"), go)
