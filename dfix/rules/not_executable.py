"""A file that the image or a RUN starts is not executable.

## Why
In exec form the kernel starts the file itself, and it refuses a file without the execute bit: `exec: "/run.sh": permission denied`. COPY keeps the mode that a file has in the build context, `sed -i`, `cp` and `mv` keep it too, and a file that a heredoc writes gets the mode 0644. In shell form, and in `RUN`, the shell answers `Permission denied`.

## Fix safety
`--chmod=755` on the COPY is safe: the file cannot be started today. A script out of a directory is copied once more, alone, so that the other files keep their modes. It needs BuildKit (the default builder since Docker 23), Podman or Buildah.

## Sources
Dockerfile reference, "COPY --chmod", "Here-documents"; execve(2), EACCES.
"""

from collections.abc import Iterator
from functools import partial

from dfix.edit import insert
from dfix.findings import Applicability, Change, Confidence, Finding, Fix, Repair
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import shown_path
from dfix.syntax import Instruction
from dfix.text import Edit
from dfix.text.pattern import pattern
from dfix.trace.knowledge.scripts import Used, is_written_here, may_change_mode, script_word, used_files
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Place
from dfix.tristate import Tristate

# A name and a path that need no quotes.
PLAIN = pattern(r"[\w./:=@%+,-]+ [\w./:=@%+,-]+$")
CHMOD = Repair(
    "chmod",
    "`--chmod=755` on the COPY",
    "it needs BuildKit, Podman or Buildah",
    Applicability.SAFE,
    Change.WORDS,
)


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each file that a shipped stage or a RUN starts by its path and that is not executable."""
    for stage, used in used_files(trace):
        artifact = used.artifact
        is_program = artifact.script is not None or artifact.is_dynamic
        if artifact.executable is Tristate.NO and is_program and not may_change_mode(trace, stage, used):
            finding = describe(trace, stage, used)
            yield finding._replace(confidence=Confidence.POSSIBLE) if _is_template(trace) else finding


def _is_template(trace: Trace) -> bool:
    """Whether a program makes the Dockerfile of this text: it may set the modes of the files beside it, too."""
    from dfix.plan.fragment import may_be_fragment

    return may_be_fragment(trace.build)


def describe(trace: Trace, stage: StageTrace, used: Used) -> Finding:
    """Return the finding on one file; it is less sure where a checkout may have lost the repository's mode."""
    path, artifact = used.path, used.artifact
    word = script_word(artifact)
    is_written = is_written_here(artifact)
    return RULE.finding(
        stage.stage,
        word,
        message=f"{shown_path(path)} is started, but it is not executable",
        why="the kernel answers `permission denied`" + ("; a heredoc's file has the mode 0644" if is_written else ""),
        confidence=Confidence.CERTAIN if is_written else Confidence.LIKELY,
        chain=(*artifact.provenance, Place(used.call.span if used.call else word, used.how)),
        fixes=partial(_repairs, trace, stage, used),
    ).about(path)


def _repairs(trace: Trace, stage: StageTrace, used: Used) -> Iterator[Fix]:
    copy = stage.copy_of(used.artifact)
    if copy is None or copy.flag("chmod") is not None:
        return
    if _brings_only(copy, used.path):
        yield CHMOD.fix("copy it with --chmod=755", (insert.flag(copy, "--chmod=755"),))
        return
    alone = _copied_alone(trace, stage, copy, used.path)
    if alone is not None:
        yield CHMOD.fix("copy it once more, with --chmod=755", (alone,))
    else:
        yield CHMOD.blocked("copy it with --chmod=755", "the COPY brings other files too")


def _copied_alone(trace: Trace, stage: StageTrace, copy: Instruction, path: str) -> Edit | None:
    """A COPY of the script behind that of its directory: the other files keep their modes."""
    found = stage.root.context_file(path)
    words = f"{found[0]} {path}" if found else ""
    if copy.keyword != "COPY" or copy.flag("from") or not PLAIN.match(words):
        return None
    owner = copy.flag("chown")
    flags = f"--chmod=755 --chown={owner.value}" if owner else "--chmod=755"
    return insert.instruction_after(trace.source, copy, "COPY", f"{flags} {words}")


def _brings_only(copy: Instruction, path: str) -> bool:
    """Whether a COPY brings one file, and not a directory that holds it."""
    if copy.heredocs:
        return len(copy.heredocs) == 1 and len([word for word in copy.words if not word.text.startswith("<<")]) == 1
    *sources, target = (word.text.rstrip("/").rpartition("/")[2] for word in copy.words)
    return len(sources) == 1 and path.rpartition("/")[2] in (*sources, target)


RULE = Rule(
    "DF503",
    "not-executable",
    __name__,
    check,
    repairs=(CHMOD,),
    trigger=ARRIVALS,
)
