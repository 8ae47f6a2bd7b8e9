"""Which instruction of a Dockerfile made which layer of an image."""

from collections.abc import Sequence

from dfix.plan import Build, StageBase
from dfix.syntax import Instruction
from dfix.text.pattern import pattern

LAYERED = frozenset({"RUN", "COPY", "ADD", "WORKDIR"})
NOP = pattern(r"#\(nop\)\s+(\w+)")
PLAIN = pattern(r"^(\w+)\s")


def instructions_of(build: Build, layers: Sequence[str]) -> dict[int, Instruction]:
    """By a layer's number, the instruction that made it; base image's layers have none.

    History and Dockerfile are compared from their ends, since both end with the last stage.
    """
    made = _of_stage(build, build.landing[-1] if build.landing else len(build.stages) - 1)
    found: dict[int, Instruction] = {}
    number = len(layers) - 1
    for instruction in reversed(made):
        if number < 0:
            break
        if _keyword(layers[number]) != instruction.keyword:
            if instruction.keyword == "WORKDIR":
                continue  # it makes a layer only where the directory is new
            break
        found[number] = instruction
        number -= 1
    return found


def _of_stage(build: Build, number: int) -> list[Instruction]:
    """The instructions that may make layers, those of the stages below it first."""
    made: list[Instruction] = []
    stage = build.stages[number]
    while True:
        made[:0] = [one for one in stage.body if one.keyword in LAYERED]
        if not isinstance(stage.base, StageBase):
            return made
        stage = build.stages[stage.base.number]


def _keyword(created_by: str) -> str:
    """The keyword of the instruction that a line of an image's history shows."""
    if match := NOP.search(created_by):
        return match[1].upper()
    if created_by.startswith(("/bin/sh -c", "|")):
        return "RUN"
    match = PLAIN.match(created_by)
    return match[1].upper() if match and match[1].upper() in LAYERED else "RUN"
