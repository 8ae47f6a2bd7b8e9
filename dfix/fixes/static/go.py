"""Go: turn cgo off, or let the external linker link everything in."""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert, part, written
from dfix.edit.written import can_edit, is_shell_text
from dfix.findings import Applicability, Fix
from dfix.fixes.install_package import installation, obstacle_to
from dfix.fixes.static.kinds import CGO_OFF, EXTERNAL
from dfix.images.packages import brings
from dfix.text import Edit
from dfix.trace.commands.go import WITH_VALUE
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Kind
from dfix.trace.state.call import Call
from dfix.trace.state.origin import MadeHere

# Packages that hold a C compiler.
COMPILERS = frozenset({"build-base", "build-essential", "gcc"})
NEEDS_C = "needs the static libraries of what it links; getaddrinfo and user names still ask libc's files"
# gcc cannot link a sanitizer into a static program.
SANITIZERS = ("-asan", "-msan")
UNREAD = f"{CGO_OFF.cost}; a package that imports C is not built then"


def link(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Cgo off where nothing needs it, else the external linker."""
    first = landing.artifact.made
    made = _strictest(trace, first) if first else None
    if made is None or landing.artifact.kind is not Kind.PROGRAM or _loads_plugins(trace, made):
        return
    mode = made.call.option("-buildmode", "--buildmode")
    if made.call.via is None and not made.obstacle:
        yield from _use_external_linker(made)
    if mode is not None and mode.text == "pie":
        yield from _link_all(trace, made, "-static-pie")
        return
    if made.needs_cgo or made.obstacle:
        yield from _link_all(trace, made, "-static")
        return
    # What a makefile runs finds the variable in make's own environment.
    edits = _turn_cgo_off(trace, made.call.via or made.call)
    if edits:
        yield _cgo_off(made, edits)


def _strictest(trace: Trace, made: MadeHere) -> MadeHere:
    """What all programs of the command need: cgo where one of them does, and what is known where all are known."""
    nodes = trace.stages[made.stage].root.nodes.values()
    others = [one for node in nodes if (one := node.artifact.made) and one.call.span == made.call.span]
    return made._replace(
        needs_cgo=next((one.needs_cgo for one in (made, *others) if one.needs_cgo), ""),
        imports_known=all(one.imports_known for one in (made, *others)),
    )


def _loads_plugins(trace: Trace, made: MadeHere) -> bool:
    """Whether the program opens plugins, which only a dynamic one can."""
    if made.needs_cgo == "the package `plugin`":
        return True
    modes = (call.option("-buildmode", "--buildmode") for call in trace.stages[made.stage].calls if call.name == "go")
    return any(mode.text == "plugin" for mode in modes if mode)


def _cgo_off(made: MadeHere, edits: tuple[Edit, ...]) -> Fix:
    """As sure as what is known of the program's imports; of several packages one may well import C."""
    title = "build with CGO_ENABLED=0"
    if made.imports_known:
        return CGO_OFF.fix(title, edits)
    safe = Applicability.UNSAFE if _builds_several(made.call) else Applicability.SAFE
    return CGO_OFF.fix(title, edits, applicability=safe, cost=UNREAD, cure=Confidence.LIKELY)


def _builds_several(call: Call) -> bool:
    """Whether the command names several packages, or all below a directory."""
    packages = [arg.text for arg in call.operands(*WITH_VALUE) if not arg.text.endswith(".go")]
    return len(packages) > 1 or any("..." in package for package in packages)


def _turn_cgo_off(trace: Trace, call: Call) -> tuple[Edit, ...]:
    """``CGO_ENABLED=0`` before the command; an own ENV before a RUN in exec form."""
    if "CGO_ENABLED" in call.inline or call.command.words[0].raw == "sudo":
        return ()
    if call.instruction.json is not None and not is_shell_text(call):
        return (insert.instruction_before(trace.source, call.instruction, "ENV", "CGO_ENABLED=0"),)
    if not call.script.exact:
        return ()
    return (insert.before_command(call, "CGO_ENABLED=0 "),)


def _use_external_linker(made: MadeHere) -> Iterator[Fix]:
    """``-linkmode external`` before ``-extldflags -static``, which only the external linker reads."""
    call = made.call
    flags = call.option("-ldflags", "--ldflags")
    if flags is None or not call.script.exact:
        return
    raw = written.arg(call, flags)
    edit = insert.between(part.arg(call, flags), "", "-extldflags", "-linkmode external ")
    if edit and "-static" in raw and "-linkmode" not in raw:
        sure = Confidence.CERTAIN if made.imports_known else Confidence.LIKELY
        yield EXTERNAL.fix("link with the external linker, which reads -extldflags", (edit,), cure=sure)


def _link_all(trace: Trace, made: MadeHere, switch: str) -> Iterator[Fix]:
    """A program that needs cgo, linked by gcc with the static libraries of what it uses, and what those need."""
    call = made.call
    if not can_edit(call) or call.instruction.json is not None or call.env.get("CGO_ENABLED") == "0":
        return
    if call.has(*SANITIZERS):
        return
    from dfix.images.link_names import links_of_module
    from dfix.trace.knowledge.archives import archives_of

    archives = archives_of(link for name, _ in made.links for link in links_of_module(name))
    needed = dict.fromkeys(name for archive in archives or () for name in archive["needs"].split())
    edit = _linker_flags(call, " ".join((switch, *(f"-l{name}" for name in needed))))
    if edit is None:
        return
    stage = trace.stages[made.stage]
    if _is_of_red_hat(stage) and "glibc-static" not in stage.root.packages:
        return  # Enterprise Linux has it in no repository that is on by default
    packages = {archive["apk"] for archive in archives or ()} if _is_of_alpine(stage) else set[str]()
    absent = tuple(sorted({*packages, *_compiler(stage)} - stage.root.packages))
    is_known = archives is not None and "" not in packages and not obstacle_to(stage, absent)
    yield EXTERNAL.fix(
        "link it statically with the external linker",
        (edit, *(installation(trace, stage, absent) if is_known else ())),
        applicability=Applicability.UNSAFE,
        cost=NEEDS_C,
        cure=Confidence.LIKELY if is_known else Confidence.POSSIBLE,
    )


def _compiler(stage: StageTrace) -> tuple[str, ...]:
    """The packages of gcc, which links externally, where the stage's image does not bring it: Alpine's Go, say."""
    if brings(stage.root.image, "gcc") is not False or stage.root.packages & COMPILERS:
        return ()
    return ("gcc", "musl-dev" if _is_of_alpine(stage) else "libc6-dev")


def _is_of_alpine(stage: StageTrace) -> bool:
    return stage.root.release is not None and stage.root.release.package_manager == "apk"


def _is_of_red_hat(stage: StageTrace) -> bool:
    return stage.root.release is not None and stage.root.release.package_manager in ("dnf", "microdnf", "yum")


def _linker_flags(call: Call, switch: str) -> Edit | None:
    """The switch for gcc in the command's ``-ldflags``; None where these have one already or no quote closes them."""
    flags = call.option("-ldflags", "--ldflags")
    is_external = flags is not None and re.search(r"-linkmode[= ]+external", flags.text)
    text = f'{"" if is_external else "-linkmode external "}-extldflags "{switch}"'
    if flags is None:
        return insert.between(part.command(call), "go build", "", f" -ldflags '{text}'")
    raw = written.arg(call, flags)
    if "-extldflags" in raw or ("-linkmode" in raw and not is_external):
        return None
    inner = text if raw.endswith("'") else text.replace('"', "'")
    return insert.before_closing_quote(call, flags, f" {inner}")


STRATEGIES = {"go": link}
