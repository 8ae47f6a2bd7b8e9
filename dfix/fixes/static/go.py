"""Go: turn cgo off, or let the external linker link everything in."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert, part, written
from dfix.edit.written import can_edit, is_shell_text
from dfix.findings import Applicability, Fix
from dfix.fixes.static.kinds import CGO_OFF, EXTERNAL
from dfix.text import Edit
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Kind
from dfix.trace.state.call import Call

NEEDS_C = "needs the static libraries of what it links; getaddrinfo and user names still ask libc's files"


def link(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Cgo off where nothing needs it, else the external linker."""
    made = landing.artifact.made
    if made is None or landing.artifact.kind is not Kind.PROGRAM:
        return
    mode = made.call.option("-buildmode", "--buildmode")
    if made.call.via is None and not made.obstacle:
        yield from _use_external_linker(made.call)
    if mode is not None and mode.text == "pie":
        yield from _link_all(made.call, "-static-pie")
        return
    if made.needs_cgo or made.obstacle:
        yield from _link_all(made.call, "-static")
        return
    # What a makefile runs finds the variable in make's own environment.
    edits = _turn_cgo_off(trace, made.call.via or made.call)
    if edits:
        yield CGO_OFF.fix("build with CGO_ENABLED=0", edits)


def _turn_cgo_off(trace: Trace, call: Call) -> tuple[Edit, ...]:
    """``CGO_ENABLED=0`` before the command; an own ENV before a RUN in exec form."""
    if "CGO_ENABLED" in call.inline or call.command.words[0].raw == "sudo":
        return ()
    if call.instruction.json is not None and not is_shell_text(call):
        return (insert.instruction_before(trace.source, call.instruction, "ENV", "CGO_ENABLED=0"),)
    if not call.script.exact:
        return ()
    return (insert.before_command(call, "CGO_ENABLED=0 "),)


def _use_external_linker(call: Call) -> Iterator[Fix]:
    """``-linkmode external`` before ``-extldflags -static``, which only the external linker reads."""
    flags = call.option("-ldflags", "--ldflags")
    if flags is None or not call.script.exact:
        return
    raw = written.arg(call, flags)
    edit = insert.between(part.arg(call, flags), "", "-extldflags", "-linkmode external ")
    if edit and "-static" in raw and "-linkmode" not in raw:
        yield EXTERNAL.fix("link with the external linker, which reads -extldflags", (edit,))


def _link_all(call: Call, switch: str) -> Iterator[Fix]:
    """A program that needs cgo, linked by gcc with the static libraries of what it uses."""
    if not can_edit(call) or call.instruction.json is not None or call.env.get("CGO_ENABLED") == "0":
        return
    edit = _linker_flags(call, f'-linkmode external -extldflags "{switch}"')
    if edit:
        title = "link it statically with the external linker"
        yield EXTERNAL.fix(title, (edit,), applicability=Applicability.UNSAFE, cost=NEEDS_C, cure=Confidence.LIKELY)


def _linker_flags(call: Call, text: str) -> Edit | None:
    """``text`` in the command's ``-ldflags``; None where these choose a linker themselves or no quote closes them."""
    flags = call.option("-ldflags", "--ldflags")
    if flags is None:
        return insert.between(part.command(call), "go build", "", f" -ldflags '{text}'")
    raw = written.arg(call, flags)
    if "-extldflags" in raw or "-linkmode" in raw:
        return None
    inner = text if raw.endswith("'") else text.replace('"', "'")
    return insert.before_closing_quote(call, flags, f" {inner}")


STRATEGIES = {"go": link}
