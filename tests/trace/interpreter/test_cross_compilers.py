"""What a compiler in the environment tells of the architecture of a build's products."""

import pytest

from dfix import Confidence, Options, analyse

CASE = (
    "FROM --platform=$BUILDPLATFORM debian:12 AS build\nARG triplet\n{}WORKDIR /src\nCOPY . .\n"
    "RUN ./configure --prefix=/out && make install\n"
    'FROM --platform=$TARGETPLATFORM debian:12\nCOPY --from=build /out/bin/app /app\nCMD ["/app"]\n'
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", ["DF104"]),
        ("ENV CC=clang\n", ["DF104"]),
        ("ENV CC=aarch64-linux-gnu-gcc\n", []),
        ("ENV CC=${triplet}-gcc\n", []),
        ("ARG CC=x86_64-linux-musl-cc\n", []),
    ],
)
def test_compilers(lines: str, expected: list[str]) -> None:
    found = analyse(CASE.format(lines), Options(min_confidence=Confidence.LIKELY)).findings
    assert [one.code for one in found if one.code == "DF104"] == expected
