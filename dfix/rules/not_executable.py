"""The file that the image starts may not be executed.

## Why
In exec form the kernel starts the file itself, and refuses one without the execute bit: `exec: "/run.sh": permission denied`. COPY keeps the mode that a file has in the build context, and a file that a heredoc writes gets the mode 0644.

## Fix safety
`--chmod=755` on the COPY is safe: the file cannot be started today. It needs BuildKit (the default builder since Docker 23), Podman or Buildah.

## Sources
Dockerfile reference, "COPY --chmod", "Here-documents"; execve(2), EACCES.
"""

from collections.abc import Iterator

from dfix.edit import insert
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair, Severity
from dfix.rules.rule import Rule
from dfix.text import readable
from dfix.trace.knowledge.scripts import is_written_here, may_change, script_word, started_scripts
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact, Place
from dfix.tristate import Tristate

CHMOD = Repair(
    "chmod",
    "`--chmod=755` on the COPY",
    "it needs BuildKit, Podman or Buildah",
    Applicability.SAFE,
    Change.WORDS,
)


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each file that a shipped stage starts in exec form and that may not be executed."""
    for stage in trace.landing:
        if not _starts_itself(stage):
            continue
        for path, artifact in started_scripts(stage):
            is_program = artifact.script is not None or artifact.is_dynamic
            if artifact.executable is Tristate.NO and is_program and not may_change(trace, stage, path):
                yield _finding(stage, path, artifact)


def _starts_itself(stage: StageTrace) -> bool:
    """Whether the kernel starts the words: a shell that lacks the permission says so too, but may read a script."""
    last = {one.keyword: one for one in stage.stage.body if one.keyword in ("ENTRYPOINT", "CMD")}
    first = last.get("ENTRYPOINT") or last.get("CMD")
    return first is not None and first.json is not None


def _finding(stage: StageTrace, path: str, artifact: Artifact) -> Finding:
    word = script_word(artifact)
    is_written = is_written_here(artifact)
    return Finding(
        RULE.code,
        RULE.name,
        Severity.ERROR,
        # A checkout may have lost the mode that the repository has.
        Confidence.CERTAIN if is_written else Confidence.LIKELY,
        f"`{readable(path)}` is started and may not be executed",
        "the kernel answers `permission denied`" + ("; a heredoc's file has the mode 0644" if is_written else ""),
        word,
        stage.stage.label,
        (*artifact.provenance, Place(word, "is started by ENTRYPOINT or CMD")),
        tuple(_repairs(stage, artifact)),
    )


def _repairs(stage: StageTrace, artifact: Artifact) -> Iterator[Fix]:
    copy = stage.copy_of(artifact)
    if copy is None or copy.flag("chmod") is not None:
        return
    sources = len([word for word in copy.words if not word.text.startswith("<<")]) - 1 + len(copy.heredocs)
    if sources == 1:
        yield CHMOD.fix("copy it with --chmod=755", (insert.flag(copy, "--chmod=755"),))
    else:
        yield CHMOD.blocked("copy it with --chmod=755", "the COPY brings other files too")


RULE = Rule(
    "DF503",
    "not-executable",
    __name__,
    check,
    repairs=(CHMOD,),
)
