"""``ARG TARGETARCH=amd64``: a default that hides the value that BuildKit gives.

BuildKit looks for a value among the global arguments, where the automatic ones are, only where the ARG has no default
(its ``dispatchArg``; docker/buildx#510). And a stage that does not declare the variable does not have it at all.
"""

import re
from collections.abc import Iterator

from dfix.plan import Stage, StageBase
from dfix.syntax import Instruction
from dfix.syntax.words import Word, arguments
from dfix.text.pattern import pattern
from dfix.trace.knowledge.fixed_architecture import targets_of, text_of
from dfix.trace.result import Trace
from dfix.trace.state.arch import TARGET, WORD
from dfix.values import NamedTuple

NAMES = ("TARGETARCH", "TARGETPLATFORM")
OF_BUILDER = pattern(r"\$BUILD(ARCH|PLATFORM)\b")
# A default of the stage hides the value, so that who builds gives another one, or the default is meant.
GIVEN = pattern(r"\bBUILD(?:ARCH|PLATFORM)=\S", having="BUILDARCH= BUILDPLATFORM=")
# A command that gives the name its own value.
OWN = pattern(r"\bBUILD(ARCH|PLATFORM)=", having="BUILDARCH= BUILDPLATFORM=")
OF_TARGET = pattern(r"\$TARGET(ARCH|PLATFORM)\b")
# Variables that are set for ``cd`` alone: ``GOARCH=$TARGETARCH cd /src && go build``.
FOR_CD = pattern(r"(?:\b\w+=\S*\s+){1,8}(?=cd\s)", having="cd")
# What only a Dockerfile for several platforms has.
OF_PLATFORMS = pattern(r"BUILDPLATFORM|TARGETPLATFORM|TARGETVARIANT|BUILDARCH|TARGETOS")


# A variable of the platform, with a default or without one.
ASKED = pattern(r"\$\{?(TARGETARCH|TARGETPLATFORM)\b", having="TARGET")
QUOTED = pattern(r"'[^'\n]*'")
SAID = pattern(r"(?<![$(`])\b(?:echo|printf)\b[^;&|\n)]{0,400}(?=[;&\n>]|$)")
FOR_GO = pattern(r"\bGO(?:ARCH|OS|ARM)=[\"']?\$\{?TARGET\w+\}?[\"']?", having="GO")
COMMENT = pattern(r"^[ \t]*#.*$", re.MULTILINE)


class Hidden(NamedTuple):
    """A default of a platform's variable; ``word`` is the ``NAME=value``, ``stage`` None before the first FROM.

    ``is_for_several`` tells that the Dockerfile, or a file beside it, builds for several platforms.
    """

    stage: Stage | None
    instruction: Instruction
    word: Word
    name: str
    value: str
    is_for_several: bool


def hidden(trace: Trace) -> Iterator[Hidden]:
    """The defaults of TARGETARCH and TARGETPLATFORM that something uses."""
    stages = {id(one): stage for stage in trace.build.stages for one in stage.body}
    for one in trace.build.dockerfile.instructions if trace.stages else ():
        for word in one.words if one.keyword == "ARG" else ():
            name, _, value = word.text.partition("=")
            if name in NAMES and value.strip("\"'") and "$" not in value and _is_used(trace, stages.get(id(one)), name):
                own = value.strip("\"'")
                yield Hidden(stages.get(id(one)), one, word, name, own, _is_for_several(trace, one, name, own))


class Undeclared(NamedTuple):
    """A variable of the platform that an instruction has, and that no ARG of its stage declares: it is empty there.

    ``is_known``: nothing that the stage is built on may set it.
    """

    stage: Stage
    instruction: Instruction
    name: str
    is_known: bool


def undeclared(trace: Trace) -> Iterator[Undeclared]:
    """The first RUN of each stage that has a variable of the platform which is not declared there."""
    declared: list[frozenset[str]] = []
    for stage in trace.stages:
        base = stage.stage.base
        own = {name for one in stage.stage.body for name in _declared_by(one)}
        declared.append(frozenset(own) | declared[base.number] if isinstance(base, StageBase) else frozenset(own))
        told = set[str]()
        for one in stage.stage.body:
            for name in _asked(one) - declared[-1] - told if one.keyword == "RUN" else ():
                if name not in stage.scope.env:
                    told.add(name)
                    yield Undeclared(stage.stage, one, name, trace.bottom(stage.stage.number).root.release is not None)


def _declared_by(instruction: Instruction) -> set[str]:
    """The variables of the platform that an ARG or ENV gives."""
    if instruction.keyword not in ("ARG", "ENV") or "TARGET" not in instruction.args:
        return set()
    pairs = arguments(instruction.logical.text, instruction.args_start)
    return {pair.name for pair in pairs}.intersection(NAMES)


def _asked(run: Instruction) -> set[str]:
    """The variables of the platform that a RUN's commands have, and none of them sets.

    What single quotes keep, and what a command only says, has no effect. Go that is told nothing builds for the
    machine, as which the stage runs.
    """
    text = text_of(run)
    if "TARGET" not in text:
        return set()
    for harmless in (COMMENT, QUOTED, SAID, FOR_GO):
        text = harmless.sub(" ", text)
    return {match[1] for match in ASKED.finditer(text) if f"{match[1]}=" not in text}


def chosen_by_builder(trace: Trace) -> Iterator[tuple[Stage, Instruction]]:
    """The downloads in a stage for the target that the platform of the machine that builds chooses."""
    for traced in trace.stages:
        is_given = any(one.keyword == "ARG" and GIVEN.search(one.args) for one in traced.stage.body)
        for one in traced.stage.body if traced.root.arch == TARGET and not is_given else ():
            text = _text(one).replace("{", "")
            if (
                one.keyword in ("RUN", "ADD")
                and OF_BUILDER.search(text)
                and "://" in text
                and not OF_TARGET.search(text)
                and not OWN.search(text)
            ):
                yield traced.stage, one


def _is_used(trace: Trace, stage: Stage | None, name: str) -> bool:
    """Whether an instruction of the stage, or of the file, has the variable; a build argument may set it."""
    if name in trace.build.options.build_args:
        return False
    instructions = stage.body if stage else trace.build.dockerfile.instructions
    return any(f"${name}" in FOR_CD.sub("", _text(one)).replace("{", "") for one in instructions)


def _is_for_several(trace: Trace, argument: Instruction, name: str, value: str) -> bool:
    found = targets_of(trace, trace.stages[-1])
    if list(found) == [value.rpartition("/")[2]]:
        return False  # the files beside it build it for the default alone
    others = [one for one in trace.build.dockerfile.instructions if one is not argument]
    if any(OF_PLATFORMS.search(one.logical.text) or _chooses(_text(one), name) for one in others):
        return True
    return len(found) > 1 and not any(name in target.arguments for target in found.values())


def _chooses(text: str, name: str) -> bool:
    """Whether an instruction has the variable and names an architecture, by which it chooses."""
    return f"${name}" in text.replace("{", "") and WORD.search(text.lower()) is not None


def _text(instruction: Instruction) -> str:
    return "\n".join((instruction.logical.text, *(doc.body for doc in instruction.heredocs)))
