"""Link a program statically, where a small change of its build does it."""

from collections.abc import Iterator

from dfix.findings import Applicability, Fix
from dfix.text import Edit, Source, Span
from dfix.trace.artifact import Artifact
from dfix.trace.call import Call

CGO_COST = "the program looks up names and users with Go's own code instead of libc's"
EXTERNAL_COST = "the build needs libc.a, which gcc's package brings; getaddrinfo still asks libc's files"


def link_go_statically(source: Source, artifact: Artifact) -> Iterator[Fix]:
    """The repairs for a Go program; none where cgo is needed or its switches forbid it."""
    recipe = artifact.recipe
    if recipe is None or recipe.call is None or recipe.toolchain != "go" or recipe.obstacle:
        return
    if recipe.call.via is None:
        yield from _link_externally(recipe.call)
    if not recipe.needs_cgo:
        # What a makefile runs finds the variable in make's own environment.
        edits = _turn_cgo_off(source, recipe.call.via or recipe.call)
        if edits:
            yield Fix("build with CGO_ENABLED=0", Applicability.SAFE, CGO_COST, edits)


def _turn_cgo_off(source: Source, call: Call) -> tuple[Edit, ...]:
    """``CGO_ENABLED=0`` before the command; an own ENV before a RUN in exec form."""
    if "CGO_ENABLED" in call.inline or call.command.words[0].raw == "sudo":
        return ()
    if call.instruction.json is not None and not _is_shell_text(call):
        return (_env_before(source, call),)
    if not call.script.exact:
        return ()
    return (Edit(call.script.span(call.command.start, call.command.start), "CGO_ENABLED=0 "),)


def _is_shell_text(call: Call) -> bool:
    """Whether the command stands in the text of ``["sh", "-c", "text"]``."""
    return call.script.text != call.instruction.logical.text


def _env_before(source: Source, call: Call) -> Edit:
    line = source.line_starts[call.instruction.first_line]
    keyword = call.instruction.logical.text[call.instruction.keyword_start :]
    env = "env" if keyword[:3].islower() else "ENV"
    return Edit(Span(line, line), f"{env} CGO_ENABLED=0{source.newline}")


def _link_externally(call: Call) -> Iterator[Fix]:
    """``-extldflags -static`` is heeded by the external linker only: ask for it."""
    flags = call.option("-ldflags", "--ldflags")
    raw = call.script.text[flags.start : flags.end] if flags else ""
    if flags is None or not call.script.exact or "-static" not in raw or "-linkmode" in raw or "-extldflags" not in raw:
        return
    at = flags.start + raw.index("-extldflags")
    edit = Edit(call.script.span(at, at), "-linkmode external ")
    yield Fix("let the external linker heed -extldflags", Applicability.SAFE, EXTERNAL_COST, (edit,))
