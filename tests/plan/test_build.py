"""Stages: bases, names, variables, who reads whom, where the build lands."""

import pytest

from dfix.plan import Base, Build, BuildError, BuildOptions, ImageBase, Scratch, StageBase, plan
from dfix.syntax import parse
from dfix.text import UNKNOWN_TEXT, Source, byte_text


def build(text: str, **options: object) -> Build:
    return plan(parse(Source(text.encode())), BuildOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("FROM a\n", [ImageBase("a")]),
        ("FROM scratch\n", [Scratch()]),
        ("FROM a AS One\nFROM one\n", [ImageBase("a"), StageBase(0)]),
        ("FROM a AS a\nFROM a\n", [ImageBase("a"), StageBase(0)]),
        ("FROM later\nFROM b AS later\n", [ImageBase("later"), ImageBase("b")]),
        ("ARG V=1\nFROM a:$V\n", [ImageBase("a:1")]),
        ("ARG V\nFROM a:${V}\n", [ImageBase(f"a:{UNKNOWN_TEXT}")]),
        ("ARG V\nFROM a:${V:-2}\n", [ImageBase("a:2")]),
        ("ARG A=1\nARG B=$A.2\nFROM a:$B\n", [ImageBase("a:1.2")]),
        ("FROM --platform=$BUILDPLATFORM a\n", [ImageBase("a")]),
    ],
)
def test_bases(text: str, bases: list[Base]) -> None:
    assert [stage.base for stage in build(text).stages] == bases


def test_build_args_beat_defaults() -> None:
    assert build("ARG V=1\nFROM a:$V\n", build_args={"V": "9"}).stages[0].base == ImageBase("a:9")


def test_platform_argument() -> None:
    (stage,) = build("FROM --platform=$TARGETPLATFORM a\n", platform="linux/arm64").stages
    assert stage.platform == "linux/arm64"


@pytest.mark.parametrize(
    ("text", "platform", "base"),
    [
        ("FROM a AS x-amd64\nFROM b AS x-arm64\nFROM x-${TARGETARCH}\n", None, StageBase(0)),
        ("FROM a AS x-amd64\nFROM b AS x-arm64\nFROM x-${TARGETARCH}\n", "linux/arm64", StageBase(1)),
        ("FROM a AS x-linux-amd64\nFROM x\nFROM x-$TARGETOS-$TARGETARCH\n", None, StageBase(0)),
        ("FROM a AS x-linux-amd64\nFROM x\nFROM x-$TARGETOS-$TARGETARCH$TARGETVARIANT\n", None, StageBase(0)),
    ],
)
def test_a_stage_for_each_platform(text: str, platform: str | None, base: Base) -> None:
    """Where no platform was asked for, that of the usual one."""
    assert build(text, platform=platform).stages[-1].base == base


def test_another_stage_is_not_taken_for_that_of_a_platform() -> None:
    assert not isinstance(build("FROM a AS x-arm64\nFROM b\nFROM x-$TARGETARCH\n").stages[-1].base, StageBase)


@pytest.mark.parametrize(
    ("text", "target", "landing"),
    [
        ("FROM a AS x\nFROM b\nCOPY --from=x /a /a\n", None, (1,)),
        ("FROM a AS x\nFROM b AS y\n", None, (0, 1)),
        ("FROM a AS x\nFROM b AS y\n", "x", (0,)),
        ("FROM a AS x\nFROM x\n", None, (1,)),
        ("FROM a\nFROM b\nRUN --mount=from=0,target=/m true\n", None, (1,)),
        ("FROM a\nFROM b\nCOPY --from=0 /a /a\n", "0", (0,)),
        ("FROM a AS x\nCOPY --from=y /a /a\nFROM b AS y\n", None, (0, 1)),
    ],
)
def test_landing(text: str, target: str | None, landing: tuple[int, ...]) -> None:
    assert build(text, target=target).landing == landing


@pytest.mark.parametrize("name", ["\u00b2", "1" * 6000], ids=["a superscript digit", "more digits than an integer has"])
def test_what_looks_like_a_number_is_a_name(name: str) -> None:
    stages = plan(parse(Source(f"FROM a\nCOPY --from={name} /a /a\n".encode("latin-1"))), BuildOptions())
    assert stages.faults == ()
    assert stages.reads[0] == frozenset()


def test_a_circle_is_a_fault() -> None:
    faults = build("FROM a AS x\nCOPY --from=y /a /a\nFROM b AS y\nCOPY --from=x /a /a\n").faults
    assert "stage `x` → stage `y` → stage `x`" in faults[0].message


def test_build_args_of_any_script() -> None:
    base = build("ARG V\nFROM a:$V\n", build_args={"V": "日本"}).stages[0].base
    assert base == ImageBase("a:" + "日本".encode().decode("latin-1"))


def test_what_a_stage_is_called() -> None:
    """A finding carries the label, a message the title."""
    stages = build("FROM a AS Build\nFROM b\nFROM c\n").stages
    assert [stage.label for stage in stages] == ["build", "1", "2"]
    assert [stage.title for stage in stages] == ["stage `build`", "stage 1", "the final stage"]


@pytest.mark.parametrize(
    ("name", "reference", "is_found"),
    [
        ("Build", "bUILD", True),
        ("buİld", "build", True),  # Go's ToLower makes one code point of each
        ("\u212aelvin", "kelvin", True),
        ("kelvin", "\u212aELVIN", True),
        ("stra\u00dfe", "strasse", False),
    ],
)
def test_names_are_compared_as_buildkit_does(name: str, reference: str, is_found: bool) -> None:
    made = build(f"FROM a AS {name}\nFROM b\nCOPY --from={reference} /x /x\n")
    stage = made.stage_named(byte_text(reference))
    assert (stage is not None and stage.number == 0) is is_found
    assert bool(made.dockerfile.faults) is (name == "stra\u00dfe")


@pytest.mark.parametrize("target", ["\u202e", "\u00e9", "\udcff", "\u212aelvin"])
def test_a_target_in_any_script(target: str) -> None:
    text = "FROM a AS kelvin\n"
    if target == "\u212aelvin":
        assert build(text, target=target).landing == (0,)
    else:
        with pytest.raises(BuildError, match="no stage is named"):
            build(text, target=target)
