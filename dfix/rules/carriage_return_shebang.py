r"""A script's first line ends in CR, so its interpreter is not found.

## Why
An editor on Windows, or git with `core.autocrlf`, saves `#!/bin/sh` with CR and LF. The kernel takes the CR for a part of the path and looks for an interpreter called `sh\r`: `exec /entrypoint.sh: no such file or directory`, although the script is there and `ls` shows it. Behind `env` it is env that answers: `env: 'bash\r': No such file or directory`.

## Fix safety
Removing the CRs in a RUN right behind the COPY is safe: the script cannot start today. Better is to save the file with LF, and to keep it so with `*.sh text eol=lf` in `.gitattributes`; that lies outside the Dockerfile.

## Sources
execve(2), "Interpreter scripts"; gitattributes(5), "eol".
"""

from collections.abc import Iterator

from dfix.edit.insert import instruction_after
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Growth, Repair, Severity
from dfix.rules.rule import Rule
from dfix.text import UNKNOWN_TEXT, readable
from dfix.trace.knowledge.programs import lacks_program
from dfix.trace.knowledge.scripts import is_written_here, may_change, script_word, started_scripts
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact, Place

DROP_CR = Repair(
    "drop-carriage-returns",
    "a RUN behind the COPY that takes the carriage returns out of the script",
    "a layer more; better is to save the script with LF",
    Applicability.SAFE,
    Change.INSTRUCTION,
    Growth.SMALL,
)


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each script that a shipped stage starts and whose first line ends in CR."""
    for stage in trace.landing:
        for path, artifact in started_scripts(stage):
            if artifact.script and artifact.script.carriage_return and not may_change(trace, stage, path):
                yield _finding(trace, stage, path, artifact)


def _finding(trace: Trace, stage: StageTrace, path: str, artifact: Artifact) -> Finding:
    word = script_word(artifact)
    written = artifact.script.path if artifact.script else ""
    return Finding(
        RULE.code,
        RULE.name,
        Severity.ERROR,
        # BuildKit keeps the line ends of a heredoc; another builder may not.
        Confidence.LIKELY if is_written_here(artifact) else Confidence.CERTAIN,
        f"the first line of `{readable(path)}` ends in a carriage return, so its interpreter is not found",
        f"the kernel looks for `{readable(written)}\\r`: `no such file or directory`, though the script is there; save it with LF",
        word,
        stage.stage.label,
        (*artifact.provenance, Place(word, "is started by ENTRYPOINT or CMD")),
        tuple(_repairs(trace, stage, path, artifact)),
    )


def _repairs(trace: Trace, stage: StageTrace, path: str, artifact: Artifact) -> Iterator[Fix]:
    copy = stage.copy_of(artifact)
    title = "take the carriage returns out behind the COPY"
    if copy is None or UNKNOWN_TEXT in path or not path.isascii() or any(char in path for char in " '\"$`\\"):
        return
    users = [one for one in stage.stage.body if one.keyword == "USER" and one.span.start < copy.span.start]
    if lacks_program(stage, "sh") or stage.root.is_empty:
        yield DROP_CR.blocked(title, "the stage has no shell")
    elif users:
        yield DROP_CR.blocked(title, "the file is root's, and the stage's USER is another")
    else:
        yield DROP_CR.fix(title, (instruction_after(trace.source, copy, "RUN", f"sed -i 's/\\r$//' {path}"),))


RULE = Rule(
    "DF502",
    "carriage-return-shebang",
    __name__,
    check,
    repairs=(DROP_CR,),
)
