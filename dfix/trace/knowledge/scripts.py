"""The scripts that an image starts, and what the build does to them before."""

from collections.abc import Iterator

from dfix.syntax import Instruction
from dfix.text import Span, readable
from dfix.text.paths import is_pattern, join_path
from dfix.trace.result import Trace
from dfix.trace.stage import PATH, StageTrace
from dfix.trace.state.artifact import Arrival, Artifact, Place
from dfix.trace.state.call import Call
from dfix.trace.state.facts import Happening
from dfix.trace.state.mode import may_execute
from dfix.trace.state.origin import WrittenHere
from dfix.values import NamedTuple

REPLACES = frozenset({"mv", "rm", "cp", "ln", "install", "tee", "unlink"})


def is_written_here(artifact: Artifact) -> bool:
    """Whether a heredoc of the Dockerfile writes the file."""
    return isinstance(artifact.origin, WrittenHere)


def started_scripts(stage: StageTrace) -> Iterator[tuple[str, Artifact]]:
    """The files that ENTRYPOINT and CMD start on Linux, each with its path, where more is known than a tree's place."""
    if stage.image is not None and stage.image.release.is_windows:
        return
    for path in dict.fromkeys((*stage.starts, *_behind_inits(stage))):
        artifact = file_at(stage, path)
        if artifact is not None:
            yield path, artifact


def file_at(stage: StageTrace, path: str) -> Artifact | None:
    """The file at a path, where more is known than a tree's place: a script of the build context, too."""
    node = stage.root.nodes.get(path)
    is_told = node is not None and not node.tree and (node.artifact.script or node.artifact.is_dynamic)
    script = None if is_told else _script_of_tree(stage, path)
    return script or (node.artifact if node and not node.tree else None)


def paths_of(stage: StageTrace, name: str) -> tuple[str, ...]:
    """The paths that a program's name may mean."""
    return (join_path(stage.workdir, name),) if "/" in name else tuple(_on_path(stage, name))


def _behind_inits(stage: StageTrace) -> Iterator[str]:
    """The paths of programs that ENTRYPOINT and CMD surely start behind an init program or in the text of a shell."""
    from dfix.trace.knowledge.started_programs import started_programs

    if not stage.started:
        return
    for started in started_programs(stage):
        if started.program.rpartition("/")[2] in UNSETTLES:
            return
        if started.instruction in stage.started:
            name = stage.scope.expand(started.program)
            yield from paths_of(stage, name)


def _on_path(stage: StageTrace, name: str) -> Iterator[str]:
    """The paths that a program's name may mean."""
    own = stage.scope.env.get("PATH", "").split(":")
    return (f"{directory.rstrip('/')}/{name}" for directory in (*PATH, *own) if directory.startswith("/"))


def _script_of_tree(stage: StageTrace, path: str) -> Artifact | None:
    """The script of the build context that came to a path with a directory, or through another stage."""
    found = stage.root.context_file(path)
    if found is None or found[1].shebang is None:
        return None
    copy = _last_copy(stage, path)
    if copy is None or _may_be_replaced(stage, path):
        return None
    from dfix.trace.knowledge.context_file import artifact_of

    artifact = artifact_of(found[1], found[0])
    word, mode = copy.logical.span(copy.words[0].start, copy.words[0].end), copy.flag("chmod")
    executable = may_execute(mode.value) if mode else artifact.executable
    places = (Place(word, artifact.because), Place(copy.span, f"copies it to {readable(path)}"))
    arrival = Arrival(stage.stage.number, word, copy.span, path)
    return artifact._replace(arrival=arrival, provenance=places, executable=executable)


def _may_be_replaced(stage: StageTrace, path: str) -> bool:
    """Whether a command of the stage may have taken the file away, or put another one in its place."""
    last = path.rpartition("/")[2]
    named = (text.rpartition("/")[2] for call in stage.calls if call.name in REPLACES for text in call.texts)
    return last in named


def _last_copy(stage: StageTrace, path: str) -> Instruction | None:
    """The stage's last COPY or ADD into a directory above a path, or to it."""
    directory, last = "/", None
    if not any(one.keyword == "WORKDIR" for one in stage.stage.body):
        directory = stage.workdir
    for one in stage.stage.body:
        if one.keyword == "WORKDIR":
            directory = join_path(directory, stage.scope.expand(one.args.strip()))
        elif one.keyword in ("COPY", "ADD") and len(one.words) > 1:
            target = join_path(directory, stage.scope.expand(one.words[-1].text))
            if path == target or path.startswith(f"{target.rstrip('/')}/"):
                last = one
    return last


def script_word(artifact: Artifact) -> Span:
    """Where the file comes from: the first line of a heredoc, the word of the last copy, or what downloads it."""
    if artifact.arrival:
        return artifact.arrival.word
    if artifact.call:
        return artifact.call.span
    # What ADD downloads comes after the base image in its chain.
    return artifact.provenance[-1 if artifact.is_download else 0].span


class Used(NamedTuple):
    """A script or program that a stage starts: its path, what it is then, and the call of RUN that starts it.

    ``call`` is None where ENTRYPOINT or CMD starts it.
    """

    path: str
    artifact: Artifact
    call: Call | None = None

    @property
    def how(self) -> str:
        """What starts it, for the chain."""
        return "is started by RUN" if self.call else "is started by ENTRYPOINT or CMD"


def used_files(trace: Trace) -> Iterator[tuple[StageTrace, Used]]:
    """What the shipped stages start by ENTRYPOINT and CMD, and the scripts that RUNs start by their paths."""
    seen: set[tuple[str, Span]] = set()
    for stage in trace.landing:
        for path, artifact in started_scripts(stage):
            if _comes_from_somewhere(artifact):
                seen.add((path, script_word(artifact)))
                yield stage, Used(path, artifact)
    for stage in trace.stages:
        for call, path, artifact in stage.ran:
            if _comes_from_somewhere(artifact) and (path, script_word(artifact)) not in seen:
                seen.add((path, script_word(artifact)))
                yield stage, Used(path, artifact, call)


def _comes_from_somewhere(artifact: Artifact) -> bool:
    """Whether it is known where the file comes from; of what a command copied out of nowhere nothing is."""
    return bool(artifact.arrival or artifact.call or artifact.provenance)


def may_change_text(trace: Trace, stage: StageTrace, used: Used) -> bool:
    """Whether a command of the build may have rewritten the file before it was started."""
    return _may_change(trace, stage, used, REWRITES)


def may_change_mode(trace: Trace, stage: StageTrace, used: Used) -> bool:
    """Whether a command of the build may have given the file another mode before it was started.

    What rewrites a file in place keeps its mode (sed(1), ``-i``; dos2unix(1)), and so do ``cp`` and ``mv``.
    """
    return _may_change(trace, stage, used, SETS_MODE)


def _may_change(trace: Trace, stage: StageTrace, used: Used, commands: frozenset[str]) -> bool:
    """Whether a command of that name names the file, a directory above it, a pattern, or has unknown text."""
    is_unread = _may_follow_unread(stage, used) or _may_come_unread(trace, stage, used)
    return is_unread or trace.once(commands, lambda: _named(trace, commands)).may_be(used.path)


def _may_come_unread(trace: Trace, stage: StageTrace, used: Used) -> bool:
    """Whether the file comes out of a stage in which a command ran that is not read."""
    copy = stage.copy_of(used.artifact)
    flag = copy.flag("from") if copy else None
    source = trace.build.stage_named(stage.scope.expand(flag.value)) if flag else None
    if flag is None:
        return False
    return source is None or trace.stages[source.number].root.facts.may_have(Happening.UNREAD_COMMAND)


def _may_follow_unread(stage: StageTrace, used: Used) -> bool:
    """Whether a command that is not read may have run between the file's arrival and its start."""
    if used.call:
        return used.call.follows_unread
    copy = stage.copy_of(used.artifact)
    is_last = copy is not None and not any(
        one.keyword == "RUN" and one.span.start > copy.span.start for one in stage.stage.body
    )
    return not is_last and stage.root.facts.may_have(Happening.UNREAD_COMMAND)


_EITHER = "git rsync python python3 find xargs busybox"
REWRITES = frozenset(f"{_EITHER} sed perl awk tr dos2unix fromdos mv cp ex vi tee".split())
SETS_MODE = frozenset(f"{_EITHER} chmod install".split())


# Behind these a path of CMD's text may mean another file, or one that they changed first.
UNSETTLES = REWRITES | SETS_MODE | REPLACES | {"cd"}


class _Named(NamedTuple):
    """What commands of some names work on, as far as their words tell: thousands of files may be asked for.

    ``is_any``: a pattern, or what a pipe hands over, may be every file. ``words``: all words, each behind a NUL.
    """

    is_any: bool
    words: str
    directories: frozenset[str]

    def may_be(self, path: str) -> bool:
        """Whether a command may work on the file."""
        return (
            self.is_any or path.rsplit("/", 1)[-1] in self.words or any(up in self.directories for up in _above(path))
        )


def _named(trace: Trace, commands: frozenset[str]) -> _Named:
    calls = [call for traced in trace.stages for call in traced.calls if call.name in commands]
    words = [text for call in calls for text in call.texts]
    is_any = any(call.feeds for call in calls) or any(word in (".", "/", "./") or is_pattern(word) for word in words)
    directories = frozenset(word.rstrip("/") for word in words if word.startswith("/"))
    return _Named(is_any, "\0".join(("", *words)), directories)


def _above(path: str) -> Iterator[str]:
    """The directories above an absolute path, without the root."""
    at = path.rfind("/")
    while at > 0:
        yield path[:at]
        at = path.rfind("/", 0, at)
