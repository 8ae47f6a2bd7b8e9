"""What an image starts, checks its health with, and who owns its files, where the distributions name these otherwise.

Sources: the file lists of tini and cron (Debian) and of tini and busybox (Alpine); base-passwd and alpine-baselayout.
"""

from collections.abc import Iterator

from dfix.edit import replace
from dfix.fixes.translate.move import Move, Untranslatable
from dfix.syntax import Instruction
from dfix.text import Edit, readable
from dfix.text.pattern import pattern
from dfix.trace.stage import StageTrace

STARTS = ("ENTRYPOINT", "CMD", "HEALTHCHECK")
TO_APT = {"/sbin/tini": "/usr/bin/tini", "/bin/ash": "/bin/sh", "ash": "sh", "crond": "cron", "/usr/sbin/crond": "cron"}
TO_APK = {"/usr/bin/tini": "/sbin/tini", "/usr/bin/tini-static": "/sbin/tini-static", "cron": "crond"}
# busybox's crond has other options than cron, and one of them in common.
CRON_WORDS = frozenset({"-f"})
NAMES = pattern(r"[\w./-]+")
# The group that Alpine calls nobody is Debian's nogroup.
OWNER = pattern(r"^([\w-]*)([:.])nobody$")


def translate(family: list[StageTrace], move: Move) -> Iterator[Edit]:
    """The edits to ENTRYPOINT, CMD, HEALTHCHECK, USER and ``--chown``.

    Raises:
        Untranslatable: cron is started in a way that is not understood.
    """
    for instruction in (one for stage in family for one in stage.stage.body):
        if instruction.keyword in STARTS:
            yield from _started(instruction, move)
        if move.old_manager == "apk":
            yield from _owners(instruction)


def refuse_scripts_of_ash(family: list[StageTrace], move: Move) -> None:
    """Stop where a script that the stages hold is for busybox's ash, which Debian does not have under that name.

    Raises:
        Untranslatable: there is one.
    """
    if move.new_manager == "apk":
        return
    for path, node in (pair for stage in family for pair in stage.root.nodes.items()):
        script = node.artifact.script
        if script is not None and script.program == "ash":
            raise Untranslatable(f"the script `{readable(path)}` is for {readable(script.path)}, which is busybox's")


def commands(family: list[StageTrace]) -> Iterator[str]:
    """The names of programs that the image may start or check its health with."""
    last = {one.keyword: one for stage in family for one in stage.stage.body if one.keyword in STARTS}
    for instruction in last.values():
        yield from NAMES.findall(instruction.args)


def _started(instruction: Instruction, move: Move) -> Iterator[Edit]:
    names = TO_APK if move.new_manager == "apk" else TO_APT if move.new_manager == "apt" else {}
    words = instruction.words
    for number, word in enumerate(words):
        plain = word.text.strip("'\"")
        if plain not in names or (number and plain in ("ash", "cron", "crond")):
            continue
        if "cron" in plain and not {one.text.strip("'\"") for one in words[number + 1 :]} <= CRON_WORDS:
            raise Untranslatable(f"`{plain}` takes other options on {move.new.title}")
        new = names[plain]
        yield replace.word(instruction, word, f'"{new}"' if instruction.json is not None else new)


def _owners(instruction: Instruction) -> Iterator[Edit]:
    """``nobody:nobody`` in USER and ``--chown``."""
    flag = instruction.flag("chown") if instruction.keyword in ("COPY", "ADD") else None
    if flag is not None and (owner := with_group(flag.value)):
        yield replace.flag_value(instruction, flag, owner)
    if (
        instruction.keyword == "USER"
        and len(instruction.words) == 1
        and (owner := with_group(instruction.args.strip()))
    ):
        yield replace.word(instruction, instruction.words[0], owner)


def with_group(owner: str) -> str:
    """``user:nogroup`` for ``user:nobody``; empty where the group is another."""
    match = OWNER.match(owner)
    return f"{match[1]}{match[2]}nogroup" if match else ""
