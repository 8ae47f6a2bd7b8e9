"""A script's interpreter, or the shell, is absent where it is to run.

## Why
`alpine` has no bash, no Python and no Perl; `scratch` and distroless have no shell at all. `#!/bin/bash` on Alpine, a `CMD` in shell form in scratch, `["bash", "-c", …]` without bash: all end with `not found` or `no such file or directory`, the very words of a missing loader.

## Fix safety
Installing the interpreter is safe: nothing that works today depends on its absence. Writing a `CMD` or `ENTRYPOINT` in exec form is safe where its words are plain: without a shell it cannot run today.

## Sources
The images' package lists; Dockerfile reference, "Shell and exec form"; execve(2), "Interpreter scripts".
"""

import json
from collections.abc import Iterator

from dfix.edit import part, replace
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair, Severity
from dfix.fixes.add_package import INSTALL, install
from dfix.rules.rule import Rule
from dfix.syntax import Instruction
from dfix.text import Span, readable
from dfix.text.pattern import pattern
from dfix.trace.knowledge.programs import lacks_program, package_for
from dfix.trace.knowledge.scripts import script_word, started_scripts
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace, base_place, title_of
from dfix.trace.state.artifact import Place

COST = "the image grows by the interpreter"
EXEC_FORM = Repair(
    "exec-form",
    "the same words as a JSON array, which needs no shell",
    "signals reach the program itself; no shell expands its words",
    Applicability.SAFE,
    Change.WORDS,
)
PLAIN = pattern(r"^[\w./:=@%+,-]+$")


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each start, RUN or written script whose interpreter the stage lacks."""
    for stage in trace.stages:
        yield from _starts(trace, stage)
        if stage.stage.number in trace.build.landing:
            yield from _scripts(trace, stage)
        yield from _calls(trace, stage)
        yield from _shells(trace, stage)


def _shells(trace: Trace, stage: StageTrace) -> Iterator[Finding]:
    """SHELL names the program that reads all that follows in shell form."""
    body = stage.stage.body
    for number, instruction in enumerate(body):
        words = instruction.json if instruction.keyword == "SHELL" else None
        name = words[0].text.rsplit("/", 1)[-1] if words else ""
        if words and _is_read_by_shell(body[number:]) and lacks_program(stage, name):
            word = part.word(instruction, words[0]).span
            yield _finding(trace, stage, name, word, "SHELL names", [])


def _is_read_by_shell(body: tuple[Instruction, ...]) -> bool:
    """Whether an instruction is in shell form."""
    return any(one.keyword in ("RUN", "CMD", "ENTRYPOINT") and not one.json for one in body)


def _starts(trace: Trace, stage: StageTrace) -> Iterator[Finding]:
    """ENTRYPOINT and CMD, the last of each; in shell form they need the shell."""
    if stage.stage.number not in trace.build.landing:
        return
    last = {one.keyword: one for one in stage.stage.body if one.keyword in ("ENTRYPOINT", "CMD")}
    entry = last.get("ENTRYPOINT")
    for instruction in last.values():
        words = instruction.json
        if not instruction.words or (instruction.keyword == "CMD" and entry is not None and words is not None):
            # After an ENTRYPOINT the words of CMD are arguments.
            continue
        if words is None:
            if entry is not None and instruction.keyword == "CMD":
                continue
            name, word = stage.shell.rsplit("/", 1)[-1], part.words(instruction).span
        else:
            first = words[0]
            name, word = first.text.rsplit("/", 1)[-1], part.word(instruction, first).span
        if lacks_program(stage, name):
            fixes = [*_exec_form(instruction)] if words is None else []
            yield _finding(trace, stage, name, word, f"{instruction.keyword} runs", fixes)


def _scripts(trace: Trace, stage: StageTrace) -> Iterator[Finding]:
    """Scripts that the image starts: of the build context, or written by a heredoc."""
    for path, artifact in started_scripts(stage):
        if artifact.script and lacks_program(stage, artifact.script.program):
            named = artifact.script.program
            yield _finding(trace, stage, named, script_word(artifact), f"`{readable(path)}` is run by", [])


def _calls(trace: Trace, stage: StageTrace) -> Iterator[Finding]:
    """Commands of RUN: what is installed later in the stage is not there yet, which is left to the build."""
    seen: set[str] = set()
    for call in stage.calls:
        if call.stage != stage.stage.number or call.name in seen or package_for(call.name) is None or call.feeds:
            continue
        if "/" in call.program and not call.program.startswith(("/bin/", "/usr/bin/")):
            continue
        if lacks_program(stage, call.name):
            seen.add(call.name)
            yield _finding(trace, stage, call.name, call.span, "RUN calls", [])


def _finding(trace: Trace, stage: StageTrace, name: str, span: Span, verb: str, fixes: list[Fix]) -> Finding:
    here = f"{stage.stage.title}, {title_of(stage.root)}"
    shown = readable(name)
    package = package_for(name)
    if package:
        fixes += install(trace, stage, (package,), COST)
    return Finding(
        RULE.code,
        RULE.name,
        Severity.ERROR,
        min(Confidence.LIKELY if package else Confidence.CERTAIN, stage.root.family_sure),
        f"{verb} `{shown}`, and {here}, has none",
        "it ends with `not found` or `no such file or directory`, though the script is there",
        span,
        stage.stage.label,
        (base_place(stage.stage, stage.root), Place(span, f"needs `{shown}`")),
        tuple(fixes),
    )


def _exec_form(instruction: Instruction) -> Iterator[Fix]:
    """The same words as a JSON array, where a shell would have changed none of them."""
    texts = [word.text for word in instruction.words if word.text != "exec"]
    if texts and all(PLAIN.match(text) for text in texts):
        yield EXEC_FORM.fix("write it in exec form", (replace.words(instruction, json.dumps(texts)),))


RULE = Rule(
    "DF501",
    "missing-interpreter",
    __name__,
    check,
    repairs=(EXEC_FORM, INSTALL),
)
