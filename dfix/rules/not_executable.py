"""A file that the image or a RUN starts is not executable.

## Why
In exec form the kernel starts the file itself, and it refuses a file without the execute bit: `exec: "/run.sh": permission denied`. COPY keeps the mode that a file has in the build context, `sed -i`, `cp` and `mv` keep it too, and a file that a heredoc writes gets the mode 0644. So does what curl and wget download; what ADD fetches from an address gets 0600. In shell form, and in `RUN`, the shell answers `Permission denied`.

## Fix safety
`--chmod=755` on the COPY is safe: the file cannot be started today. A script out of a directory is copied once more, alone, so that the other files keep their modes. `chmod +x` behind a download is safe for the same reason. `--chmod` needs BuildKit (the default builder since Docker 23), Podman or Buildah.

## Sources
Dockerfile reference, "COPY --chmod", "Here-documents", "ADD"; execve(2), EACCES; umask(2).
"""

from collections.abc import Iterator
from functools import partial

from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.evidence import Evidence
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
from dfix.trace.state.artifact import Artifact, Place
from dfix.trace.state.call import Call
from dfix.trace.state.origin import Downloaded
from dfix.tristate import Tristate

# A name and a path that need no quotes.
PLAIN = pattern(r"[\w./:=@%+,-]+ [\w./:=@%+,-]+$")
PLAIN_NAME = pattern(r"[\w./][\w./:=@%+,-]*$")
CHMOD = Repair(
    "chmod",
    "`--chmod=755` on the COPY",
    "it needs BuildKit, Podman or Buildah",
    Applicability.SAFE,
    Change.WORDS,
)
CHMOD_DOWNLOAD = Repair(
    "chmod-download",
    "`chmod +x` after the download",
    "none",
    Applicability.SAFE,
    Change.WORDS,
)


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each file that a shipped stage or a RUN starts by its path and that is not executable."""
    for stage, used in used_files(trace):
        artifact = used.artifact
        is_program = artifact.script is not None or artifact.is_dynamic or _is_fetched_program(artifact)
        if artifact.executable is Tristate.NO and is_program and not may_change_mode(trace, stage, used):
            finding = describe(trace, stage, used)
            yield finding._replace(confidence=Confidence.POSSIBLE) if _is_template(trace) else finding


def _is_fetched_program(artifact: Artifact) -> bool:
    """Whether it was downloaded as it is: what starts it takes it for a program, whatever its name says."""
    return isinstance(artifact.origin, Downloaded) and not artifact.origin.is_archive


def _is_template(trace: Trace) -> bool:
    """Whether a program makes the Dockerfile of this text: it may set the modes of the files beside it, too."""
    from dfix.plan.fragment import may_be_fragment

    return may_be_fragment(trace.build)


def describe(trace: Trace, stage: StageTrace, used: Used) -> Finding:
    """Return the finding on one file; it is less sure where a checkout may have lost the repository's mode."""
    path, artifact = used.path, used.artifact
    word = script_word(artifact)
    return RULE.finding(
        stage.stage,
        word,
        message=f"{shown_path(path)} is started, but it is not executable",
        why=f"the kernel answers `permission denied`{_why(artifact)}",
        confidence=_sure(artifact),
        chain=(*artifact.provenance, Place(used.call.span if used.call else word, used.how)),
        fixes=partial(_repairs, trace, stage, used),
    ).about(path)


def _sure(artifact: Artifact) -> Confidence:
    """How sure it is; a checkout may have lost a mode."""
    if is_written_here(artifact):
        return Confidence.CERTAIN
    return Evidence.FETCHED_AS_IS.sure if artifact.is_download else Confidence.LIKELY


def _why(artifact: Artifact) -> str:
    """Why it has no execute bit, as far as that is known."""
    if is_written_here(artifact):
        return "; a heredoc's file has the mode 0644"
    if not artifact.is_download:
        return ""
    return "; what curl and wget write has the mode 0644" if artifact.call else "; what ADD fetches has the mode 0600"


def _repairs(trace: Trace, stage: StageTrace, used: Used) -> Iterator[Fix]:
    copy = stage.copy_of(used.artifact) or _add_of(trace, used.artifact)
    if copy is None and used.artifact.call is not None:
        yield from _after_download(used.artifact.call)
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


def _add_of(trace: Trace, artifact: Artifact) -> Instruction | None:
    """The ADD that fetches it; None where a command does, or a COPY brings it on."""
    builder = trace.builder(artifact) if artifact.is_download and artifact.arrival is None else None
    start = artifact.provenance[-1].span.start
    adds = (one for one in builder.stage.body if one.keyword == "ADD") if builder else ()
    return next((one for one in adds if one.span.start <= start < one.span.end), None)


def _after_download(call: Call) -> Iterator[Fix]:
    """``&& chmod +x`` behind the command that downloads one file."""
    from dfix.trace.knowledge.fetch import fetches

    names = [fetch.output for fetch in fetches(call)]
    is_plain = can_edit(call) and call.instruction.json is None and not call.piped and not call.redirects
    if is_plain and len(names) == 1 and PLAIN_NAME.match(names[0]):
        yield CHMOD_DOWNLOAD.fix("make it executable", (insert.after_words(call, f" && chmod +x {names[0]}"),))


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
    repairs=(CHMOD, CHMOD_DOWNLOAD),
    trigger=ARRIVALS._replace(fetched=True),
)
