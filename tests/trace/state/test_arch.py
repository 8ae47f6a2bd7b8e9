"""The architecture that a stage runs on."""

import pytest

from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace.state import arch


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("FROM alpine", arch.TARGET),
        ("FROM arm64v8/alpine", "arm64"),
        ("FROM --platform=linux/arm64 alpine", "arm64"),
        ("FROM --platform=linux/arm64/v8 alpine", "arm64"),
        ("FROM --platform=$BUILDPLATFORM alpine", arch.BUILD),
        ("FROM --platform=$TARGETPLATFORM alpine", arch.TARGET),
        ("FROM --platform=linux/$ARCH alpine", arch.UNKNOWN),
        ("ARG P\nFROM --platform=$P alpine", arch.UNKNOWN),
        ("ARG P=linux/arm64\nFROM --platform=$P alpine", "arm64"),
        ("FROM --platform=linux/none alpine", arch.UNKNOWN),
    ],
)
def test_of_stage(first: str, expected: str) -> None:
    (stage,) = plan(parse(Source(f"{first}\n".encode())), BuildOptions()).stages
    assert arch.of_stage(stage, first.rsplit(maxsplit=1)[-1]) == expected
