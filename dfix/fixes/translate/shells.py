"""The shell that SHELL names: bash where the other distribution has ash, and the other way."""

from collections.abc import Iterator

from dfix.edit import replace
from dfix.fixes.translate.move import Move, Untranslatable
from dfix.text import Edit
from dfix.text.pattern import pattern
from dfix.trace.stage import StageTrace

# What bash knows and busybox's ash does not (busybox's shell/ash.c, "bashisms").
BASH_ONLY = pattern(
    r"\[\[|<\(|>\(|<<<|&>|\(\(|=\(|\$\{\w+(\[|/|\^|,)|\{[\w-]+(,[\w-]+)+\}|\{\d+\.\.\d+\}|\b(function|declare|shopt|pushd|popd|mapfile)\b"
)
SHORT = {"bash": "/bin/ash", "ash": "/bin/bash"}


def translate(family: list[StageTrace], move: Move) -> Iterator[Edit]:
    """The edits to the SHELL instructions.

    Raises:
        Untranslatable: what the shell reads is written for it alone.
    """
    shell, other = ("ash", "bash") if move.new_manager == "apk" else ("bash", "ash")
    for stage in family:
        for instruction in stage.stage.body:
            words = instruction.json if instruction.keyword == "SHELL" else None
            if not words or words[0].text.rsplit("/", 1)[-1] != other:
                continue
            if shell == "ash":
                _refuse_bash(stage)
            yield replace.word(instruction, words[0], f'"{SHORT[other]}"')


def _refuse_bash(stage: StageTrace) -> None:
    for instruction in stage.stage.body:
        texts = [instruction.args, *(heredoc.body for heredoc in instruction.heredocs)]
        if instruction.keyword == "RUN" and any(BASH_ONLY.search(text) for text in texts):
            raise Untranslatable("its commands are written for bash, which Alpine does not have")
