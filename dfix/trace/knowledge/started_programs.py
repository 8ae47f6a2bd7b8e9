"""The programs that an image starts: ENTRYPOINT, CMD and HEALTHCHECK, behind init programs and in shell text.

Sources: Dockerfile reference, "Understand how CMD and ENTRYPOINT interact", "HEALTHCHECK"; the manuals of tini,
dumb-init, catatonit, gosu, su-exec and setpriv.
"""

import re
from collections.abc import Iterator

from dfix.plan import Stage
from dfix.syntax import Instruction
from dfix.syntax.script import Command, Group, Node, Pipeline, Script, Sequence, Step
from dfix.syntax.shell import SHELLS, exec_form, slice_logical
from dfix.syntax.shell import script as read_script
from dfix.syntax.words import Word, json_words
from dfix.text import Span
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.stage import StageTrace
from dfix.values import NamedTuple

# Programs that start the command behind their options.
INITS = frozenset({"tini", "dumb-init", "catatonit", "env", "exec", "nohup", "xvfb-run", "time", "setpriv", "nice"})
# The script of official images, which ends in ``exec "$@"``.
HANDING_OVER = frozenset({"docker-entrypoint.sh"})
# Such programs with a user before the command.
USERS = frozenset({"gosu", "su-exec", "chroot"})
OPTION_VALUES = {"tini": ("-p", "-e"), "dumb-init": ("-r", "--rewrite"), "env": ("-u", "-C"), "nice": ("-n",)}
# What may stand after ``||`` although the command before it is meant to succeed.
GIVES_UP = frozenset({"exit", "true", ":", "false", "echo", "kill", "return"})
# What hands files on, to a volume say, and what may stand beside it.
COPIERS = frozenset({"cp", "mv", "tar", "rsync", "install"})
BESIDE_COPIES = frozenset(
    {*SHELLS, "echo", "printf", "cat", "ls", "true", "mkdir", "chmod", "chown", "sha256sum", "test", "["}
)
CHECK = pattern(r"CMD\b[ \t]*", re.IGNORECASE)
HANDS_OVER = pattern(
    r'^[ \t]*exec[ \t]+(?:(?:gosu|su-exec)[ \t]+\S+[ \t]+|(?:\S*/)?tini[ \t]+--[ \t]+)?"\$@"', re.MULTILINE
)


class Started(NamedTuple):
    """A program as an instruction names it; ``is_exec``: the container runtime starts it, or an init program."""

    program: str
    span: Span
    instruction: Instruction
    is_exec: bool


def started_programs(stage: StageTrace) -> Iterator[Started]:
    """Each program that the stage's last ENTRYPOINT, CMD and HEALTHCHECK surely start, where its name is written."""
    for instruction, words in _exec_forms(stage):
        yield from _of_words(instruction, words)
    for instruction, text in _shell_forms(stage):
        yield from _of_text(instruction, text)


def only_hands_on(stage: StageTrace) -> bool:
    """Whether all that the image starts copies files out of it: what lies there runs elsewhere, if at all."""
    names = {started.program.rpartition("/")[2] for started in started_programs(stage)}
    return not names.isdisjoint(COPIERS) and names <= COPIERS | BESIDE_COPIES


def health_check(stage: Stage) -> Instruction | None:
    """The last HEALTHCHECK of a stage, unless it is NONE."""
    last = _last(stage).get("HEALTHCHECK")
    return last if last and CHECK.match(last.logical.text, last.args_start) else None


def check_words(check: Instruction) -> tuple[Word, ...] | None:
    """The words of a HEALTHCHECK's exec form; None for the shell form."""
    match = CHECK.match(check.logical.text, check.args_start)
    return json_words(check.logical.text, match.end()) if match else None


def _last(stage: Stage) -> dict[str, Instruction]:
    return {one.keyword: one for one in stage.body}


def _exec_forms(stage: StageTrace) -> Iterator[tuple[Instruction, tuple[Word, ...]]]:
    """The words of the exec forms; those of CMD where an ENTRYPOINT hands over to them, or where there is none."""
    last = _last(stage.stage)
    entrypoint, command, check = last.get("ENTRYPOINT"), last.get("CMD"), health_check(stage.stage)
    if entrypoint and entrypoint.json:
        yield entrypoint, entrypoint.json
    if command and command.json and starts_command(stage):
        yield command, command.json
    words = check_words(check) if check else None
    if check and words:
        yield check, words


def starts_command(stage: StageTrace) -> bool:
    """Whether the program that CMD names is started: there is no ENTRYPOINT, here or below, or it hands over."""
    entrypoint = next((one for one in stage.started if one.keyword == "ENTRYPOINT"), None)
    if entrypoint is not None:
        return _hands_over(stage, entrypoint)
    words = stage.image.locked.entrypoint if stage.image and stage.image.locked else ()
    return not words or words[0].rpartition("/")[2] in INITS | HANDING_OVER


def _hands_over(stage: StageTrace, entrypoint: Instruction) -> bool:
    """Whether ENTRYPOINT starts what CMD names: an init program does, and a script that ends in ``exec "$@"``."""
    words = entrypoint.json or ()
    if words and _behind_init(words) == ():
        return True
    is_path = len(words) == 1 and "/" in words[0].text
    text = stage.root.read(join_path(stage.workdir, words[0].text)) if is_path else None
    return text is not None and HANDS_OVER.search(text) is not None and "set --" not in text


def _of_words(instruction: Instruction, words: tuple[Word, ...]) -> Iterator[Started]:
    """The program of an exec form, each one behind an init program, and those in the text of ``sh -c``."""
    rest: tuple[Word, ...] | None = words
    while rest:
        first = rest[0]
        yield Started(first.text, instruction.logical.span(first.start, first.end), instruction, True)
        if first.text.rsplit("/", 1)[-1] in SHELLS and len(rest) > 2 and re.fullmatch(r"-[a-z]*c", rest[1].text):
            inner = exec_form(instruction, (rest[0], rest[1]._replace(text="-c"), rest[2]))
            yield from _of_script(instruction, inner) if inner else ()
            return
        rest = _behind_init(rest)


def _behind_init(words: tuple[Word, ...]) -> tuple[Word, ...] | None:
    """The words behind an init program, its options and its user; None where the first word names no such program."""
    name = words[0].text.rsplit("/", 1)[-1]
    if name not in INITS | USERS:
        return None
    place, with_value = 1, OPTION_VALUES.get(name, ())
    while place < len(words) and (words[place].text.startswith("-") or (name == "env" and "=" in words[place].text)):
        place += 2 if words[place].text in with_value else 1
    return words[place + (name in USERS) :]


def _shell_forms(stage: StageTrace) -> Iterator[tuple[Instruction, int]]:
    """The shell forms, each with the offset in its logical text where the shell's text begins."""
    last = _last(stage.stage)
    check = health_check(stage.stage)
    start = last.get("ENTRYPOINT") or (last.get("CMD") if starts_command(stage) else None)
    if start and start.json is None:
        yield start, start.args_start
    match = CHECK.match(check.logical.text, check.args_start) if check else None
    if check and match and check_words(check) is None:
        yield check, match.end()


def _of_text(instruction: Instruction, start: int) -> Iterator[Started]:
    logical = slice_logical(instruction.logical, start, len(instruction.logical.text))
    return _of_script(instruction, read_script(logical))


def _of_script(instruction: Instruction, script: Script) -> Iterator[Started]:
    for command in surely_run(script.body):
        words = list(command.words)
        while len(words) > 1 and words[0].raw in INITS and not words[1].raw.startswith("-"):
            words.pop(0)
        if words and len(words[0].parts) == 1:
            first = words[0]
            yield Started(first.raw.strip("'\""), script.span(first.start, first.end), instruction, False)


def surely_run(node: Node) -> Iterator[Command]:
    """The commands that run whatever the others answer; none where a later one takes over when one fails."""
    match node:
        case Command():
            yield node
        case Pipeline(parts):
            for part in parts:
                yield from surely_run(part)
        case Group(body, _):
            yield from surely_run(body)
        case Sequence(steps):
            yield from _of_steps(steps)


def _of_steps(steps: tuple[Step, ...]) -> Iterator[Command]:
    """Of ``a && b || c; d`` all but c, and but a and b where c is a second try."""
    chain: list[Node] = []
    for step in (*steps, None):
        if step is None or step.operator not in ("&&", "||"):
            for node in chain:
                yield from surely_run(node)
            chain = []
        if step is not None and step.operator != "||":
            chain.append(step.node)
        elif step is not None and not _gives_up(step.node):
            return


def _gives_up(node: Node) -> bool:
    return isinstance(node, Command) and bool(node.words) and node.words[0].raw in GIVES_UP
