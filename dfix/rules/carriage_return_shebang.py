r"""A script's first line ends in CR, so its interpreter is not found.

## Why
An editor on Windows, or git with `core.autocrlf`, saves `#!/bin/sh` with CR and LF. The kernel takes the CR as part of the path and looks for an interpreter called `sh\r`: `exec /entrypoint.sh: no such file or directory`, although the script is there and `ls` shows it. A `RUN` that calls the script fails likewise; `chmod +x` changes nothing about it. After `env` it is env that answers: `env: 'bash\r': No such file or directory`.

## Fix safety
Removing the CRs in a RUN right after the COPY is safe: the script cannot start today. It is better to save the file with LF, and to keep it so with `*.sh text eol=lf` in `.gitattributes`; that is outside the Dockerfile.

## Sources
execve(2), "Interpreter scripts"; gitattributes(5), "eol".
"""

from collections.abc import Iterator
from functools import partial

from dfix.context.script import Shebang
from dfix.edit.insert import instruction_after
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Growth, Repair
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import shown_path, start_error
from dfix.text import UNKNOWN_TEXT, readable
from dfix.trace.knowledge.programs import lacks_program
from dfix.trace.knowledge.scripts import Used, is_written_here, may_change_text, script_word, used_files
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact, Place

DROP_CR = Repair(
    "drop-carriage-returns",
    "a RUN after the COPY that removes the carriage returns from the script",
    "one more layer; it is better to save the script with LF",
    Applicability.SAFE,
    Change.INSTRUCTION,
    Growth.SMALL,
)


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each script that a shipped stage or a RUN starts and whose first line ends in CR."""
    for stage, used in used_files(trace):
        script = used.artifact.script
        if script and script.carriage_return and not may_change_text(trace, stage, used):
            yield describe(trace, stage, used)


def describe(trace: Trace, stage: StageTrace, used: Used) -> Finding:
    """Return the finding on one script."""
    path, artifact = used.path, used.artifact
    word = script_word(artifact)
    error = _error(trace, stage, path, artifact.script) if artifact.script else ""
    return RULE.finding(
        stage.stage,
        word,
        message=f"the first line of {shown_path(path)} ends in a carriage return, so its interpreter is not found",
        why=f"{error}, although the script is there; save it with LF",
        # BuildKit keeps the line ends of a heredoc; another builder may not.
        confidence=Confidence.LIKELY if is_written_here(artifact) else Confidence.CERTAIN,
        chain=(*artifact.provenance, Place(used.call.span if used.call else word, used.how)),
        fixes=partial(_repairs, trace, stage, path, artifact),
    ).about(path)


def _error(trace: Trace, stage: StageTrace, path: str, script: Shebang) -> str:
    """Who looks for the interpreter's name with a CR, and what it answers."""
    if script.path.endswith("/env") and script.program != "env":
        return f"`env` looks for `{readable(script.program)}\\r` and answers `No such file or directory`"
    return f"the kernel looks for `{readable(script.path)}\\r`, so {start_error(trace, stage, path)}"


def _repairs(trace: Trace, stage: StageTrace, path: str, artifact: Artifact) -> Iterator[Fix]:
    copy = stage.copy_of(artifact)
    title = "remove the carriage returns after the COPY"
    if copy is None or UNKNOWN_TEXT in path or not path.isascii() or any(char in path for char in " '\"$`\\"):
        return
    if lacks_program(stage, "sh") or stage.root.is_empty:
        yield DROP_CR.blocked(title, "the stage has no shell")
    elif not trace.runs_as_root(stage, copy):
        yield DROP_CR.blocked(title, "the file belongs to root, and the stage runs as another USER")
    else:
        yield DROP_CR.fix(title, (instruction_after(trace.source, copy, "RUN", f"sed -i 's/\\r$//' {path}"),))


RULE = Rule(
    "DF502",
    "carriage-return-shebang",
    __name__,
    check,
    repairs=(DROP_CR,),
    trigger=ARRIVALS,
)
