"""The interpreter of a script, or the shell, is missing where it is to run.

## Why
`alpine` has no bash, no Python and no Perl; `scratch` and distroless have no shell at all. `#!/bin/bash` on Alpine, a `CMD` in shell form in scratch and `["bash", "-c", …]` without bash all fail with `not found` or `no such file or directory`, the same words as for a missing loader.

`#!/bin/ash` is for Alpine's shell: Debian, Ubuntu and Enterprise Linux have no program of that name.

The rule looks at what `ENTRYPOINT` and `CMD` start, also behind an init program (`tini`, `dumb-init`, `gosu`) and in the text of a shell, and at the scripts of the build context among them, whether they were copied by their names, with a directory, or through another stage; at what such a script, or the configuration of supervisord, surely starts in turn; at the scripts and interpreters that `RUN` calls; and at `HEALTHCHECK`, whose `curl`, `wget` or `nc` slim images do not have.

## Fix safety
Installing the interpreter is safe: nothing that works today depends on its absence. Writing a `CMD` or `ENTRYPOINT` in exec form is safe where its words are plain: without a shell it cannot run today.

## Sources
The images' package lists; Dockerfile reference, "Shell and exec form", "HEALTHCHECK"; supervisord's manual, "[program:x] Section Settings"; execve(2), "Interpreter scripts". The errors are those of runc, busybox and dash.
"""

import re
from collections.abc import Iterator
from functools import partial

from dfix.context.script import Shebang
from dfix.edit import part, replace
from dfix.evidence import Evidence
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair
from dfix.fixes.install_package import INSTALL, install_package
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.rules.wording import shown_path, start_error
from dfix.syntax import Instruction
from dfix.text import UNKNOWN_TEXT, Span, readable
from dfix.text.pattern import pattern
from dfix.trace.knowledge.programs import (
    absence_of_program,
    is_checked,
    is_interpreter,
    lacks_program,
    package_for,
    was_removed,
)
from dfix.trace.knowledge.scripts import file_at, paths_of, script_word, started_scripts
from dfix.trace.knowledge.started_programs import check_words, health_check, started_programs, starts_command
from dfix.trace.knowledge.starts import start_instruction
from dfix.trace.result import Trace
from dfix.trace.stage import PATH, StageTrace, base_place, title_of
from dfix.trace.state.artifact import Place
from dfix.trace.state.call import Call
from dfix.values import NamedTuple

COST = "the image grows by the interpreter"
EXEC_FORM = Repair(
    "exec-form",
    "the same words as a JSON array, which needs no shell",
    "signals reach the program itself; no shell expands its words",
    Applicability.SAFE,
    Change.WORDS,
)
UNHEALTHY = "the check fails each time, so the container never becomes healthy"
PLAIN = pattern(r"^[\w./:=@%+,-]+$")


class Use(NamedTuple):
    """A place that needs a program: ``by`` begins the message, ``error`` is what the user sees.

    ``shell_form`` is the ENTRYPOINT or CMD that needs a shell only because of its form; ``sure`` is how sure it is
    that it is needed. ``before_unread``: no command that is not read ran before.
    """

    name: str
    span: Span
    by: str
    error: str
    shell_form: Instruction | None = None
    sure: Confidence = Confidence.CERTAIN
    before_unread: bool = False


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each start, RUN or script whose interpreter the stage lacks."""
    for stage in trace.stages:
        is_shipped = stage.stage.number in trace.build.landing
        uses = (
            _distinct([*_starts(stage), *_started(stage), *_scripts(trace, stage), *_named(trace, stage)])
            if is_shipped
            else []
        )
        for use in (*uses, *_calls(stage), *_shells(stage)):
            yield describe(trace, stage, use)


def _shells(stage: StageTrace) -> Iterator[Use]:
    """SHELL names the program that reads everything after it in shell form."""
    body = stage.stage.body
    for number, instruction in enumerate(body):
        words = instruction.json if instruction.keyword == "SHELL" else None
        name = _name_of(words[0].text) if words else ""
        if words and _is_on_path(words[0].text) and _is_read_by_shell(body[number:]) and lacks_program(stage, name):
            word = part.word(instruction, words[0]).span
            yield Use(name, word, "SHELL names", _no_program(words[0].text))


def _is_read_by_shell(body: tuple[Instruction, ...]) -> bool:
    """Whether an instruction is in shell form."""
    return any(one.keyword in ("RUN", "CMD", "ENTRYPOINT") and not one.json for one in body)


def _starts(stage: StageTrace) -> Iterator[Use]:
    """ENTRYPOINT or CMD: in shell form it needs the shell, in exec form the program that it names."""
    instruction = start_instruction(stage.stage)
    if instruction is None or not instruction.words or (instruction.keyword == "CMD" and not starts_command(stage)):
        return
    words, by = instruction.json, f"{instruction.keyword} runs"
    if words is None:
        use = Use(_name_of(stage.shell), part.words(instruction).span, by, _no_program(stage.shell), instruction)
    else:
        word = part.word(instruction, words[0]).span
        use = Use(_name_of(words[0].text), word, by, _no_program(words[0].text))
    if _is_on_path(words[0].text if words else stage.shell) and lacks_program(stage, use.name):
        yield use


def _distinct(uses: list[Use]) -> list[Use]:
    """Without a second use of the same word."""
    return list({(use.span, use.name): use for use in reversed(uses)}.values())[::-1]


def _started(stage: StageTrace) -> Iterator[Use]:
    """What ENTRYPOINT, CMD and HEALTHCHECK start, also behind an init program and in the text of a shell."""
    check = health_check(stage.stage)
    if check and check_words(check) is None and lacks_program(stage, _name_of(stage.shell)):
        yield Use(_name_of(stage.shell), part.rest(check).span, "HEALTHCHECK runs", UNHEALTHY, sure=Confidence.LIKELY)
        return
    for started in started_programs(stage):
        name, is_check = _name_of(started.program), started.instruction is check
        if not is_checked(name, also_tools=is_check) or not _is_on_path(started.program):
            continue
        if not lacks_program(stage, name):
            continue
        if is_check:
            yield Use(name, started.span, "HEALTHCHECK runs", UNHEALTHY, sure=Confidence.LIKELY)
        else:
            error = _no_program(started.program) if started.is_exec else _no_command(started.program)
            yield Use(name, started.span, f"{started.instruction.keyword} runs", error)


def _scripts(trace: Trace, stage: StageTrace) -> Iterator[Use]:
    """Scripts that the image starts: from the build context, or written by a heredoc."""
    for path, artifact in started_scripts(stage):
        script = artifact.script
        if script and lacks_program(stage, script.program):
            if _name_of(script.path) == "env" and not lacks_program(stage, "sh"):
                error = f"`env` answers `can't execute '{readable(script.program)}'`"
            else:
                error = start_error(trace, stage, path)
            error = f"{error}, although the script is there"
            # Of a download only the name is known.
            sure = Confidence.LIKELY if artifact.is_download else Confidence.CERTAIN
            yield Use(script.program, script_word(artifact), f"{shown_path(path)} is run by", error, sure=sure)


def _named(trace: Trace, stage: StageTrace) -> Iterator[Use]:
    """What the scripts that the image starts, and supervisord, start in turn."""
    start, sure = start_instruction(stage.stage), Evidence.START_SCRIPT.sure
    starts_script = any(artifact.script for _, artifact in started_scripts(stage))
    if start is None or not (starts_script or "supervisord" in start.args):
        return
    from dfix.trace.knowledge.start_scripts import named_programs

    for named in named_programs(stage):
        name = _name_of(named.program)
        found = ((path, file_at(stage, path)) for path in paths_of(stage, named.program))
        path, artifact = next(((path, one) for path, one in found if one is not None), ("", None))
        if artifact is not None and artifact.script and lacks_program(stage, artifact.script.program):
            error = f"{start_error(trace, stage, path)}, although the script is there"
            by = f"{shown_path(path)}, which {shown_path(named.by)} starts, is run by"
            yield Use(artifact.script.program, script_word(artifact), by, error, sure=sure)
        elif (
            artifact is None
            and is_checked(name, also_tools=False)
            and _is_on_path(named.program)
            and lacks_program(stage, name)
        ):
            yield Use(name, part.words(start).span, f"{shown_path(named.by)} starts", _no_command(name), sure=sure)


def _calls(stage: StageTrace) -> Iterator[Use]:
    """Commands of RUN. What is installed only later, or removed later, in the stage is not reported."""
    seen: set[str] = set()
    scripts = {id(call): artifact.script for call, _, artifact in stage.ran}
    for call in stage.calls:
        is_own = call.stage == stage.stage.number
        use = _use_of_call(stage, call, scripts.get(id(call))) if is_own else None
        if use and use.name not in seen:
            seen.add(use.name)
            yield use


def _use_of_call(stage: StageTrace, call: Call, script: Shebang | None) -> Use | None:
    """What a command of RUN lacks: the interpreter that it names, or that of the ``script`` that it names."""
    is_named = is_interpreter(call.name) and _is_on_path(call.program)
    name = script.program if script else call.name
    if not (script or is_named) or _asks_for(call, name):
        return None
    if absence_of_program(stage, name, before_unread=not call.follows_unread) in (None, Confidence.POSSIBLE):
        return None
    if was_removed(stage, name):
        return None
    words = call.instruction.json
    is_exec = bool(words) and words is not None and words[0].text == call.program
    error = _no_program(call.program) if is_exec else _no_command(call.program)
    by = f"RUN calls {shown_path(call.program)}, which is run by" if script else "RUN calls"
    error = f"{error}, although the script is there" if script else error
    return Use(name, call.span, by, error, before_unread=not call.follows_unread)


def _asks_for(call: Call, name: str) -> bool:
    """Whether the RUN, or the script that it runs, finds out whether the program is there before it uses it."""
    texts = (call.script.text, call.instruction.logical.text)
    return any(re.search(rf"(command -v|which|type|hash|-[xef]) +\S*{re.escape(name)}\b", text) for text in texts)


def _no_program(word: str) -> str:
    """How the container runtime reports that the program of an exec form is not there."""
    shown = readable(word).replace(UNKNOWN_TEXT, "…")
    reason = f"stat {shown}: no such file or directory" if "/" in word else "executable file not found in $PATH"
    return f'the start fails with `exec: "{shown}": {reason}`'


def _no_command(word: str) -> str:
    """How a shell reports that a command is not there."""
    return f"the shell answers `{readable(word)}: not found`"


def _is_on_path(program: str) -> bool:
    """Whether a program is named without its directory, or with one that PATH has."""
    return "/" not in program or program.rpartition("/")[0] in PATH


def _name_of(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def describe(trace: Trace, stage: StageTrace, use: Use) -> Finding:
    """Return the finding on one use; it is less sure where a package of another name may bring the program."""
    shown = readable(use.name)
    sure = absence_of_program(stage, use.name, before_unread=use.before_unread) or Confidence.POSSIBLE
    return RULE.finding(
        stage.stage,
        use.span,
        message=f"{use.by} `{shown}`, and {stage.stage.title}, {title_of(stage.root)}, does not have it",
        why=use.error,
        confidence=min(sure, use.sure, stage.root.family_sure),
        chain=(base_place(stage.stage, stage.root), Place(use.span, f"needs `{shown}`")),
        fixes=partial(_repairs, trace, stage, use),
    ).about(use.name)


def _repairs(trace: Trace, stage: StageTrace, use: Use) -> Iterator[Fix]:
    if use.shell_form:
        yield from _exec_form(use.shell_form)
    package = package_for(stage.root.release, use.name)
    if package:
        yield from install_package(trace, stage, (package,), COST)


def _exec_form(instruction: Instruction) -> Iterator[Fix]:
    """The same words as a JSON array, where a shell would have changed none of them."""
    texts = [word.text for word in instruction.words if word.text != "exec"]
    if texts and all(PLAIN.match(text) for text in texts):
        import json

        yield EXEC_FORM.fix("write it in exec form", (replace.words(instruction, json.dumps(texts)),))


RULE = Rule(
    "DF501",
    "missing-interpreter",
    __name__,
    check,
    repairs=(EXEC_FORM, INSTALL),
    trigger=Trigger(arrivals=True, bare_base=True),
)
