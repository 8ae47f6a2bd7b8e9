"""Shell scripts of the build context that a RUN calls are read as the RUN's own text."""

from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse, fix
from dfix.context import Folder

HEAD = "FROM golang:1.22 AS build\nWORKDIR /src\nCOPY . .\n"
TAIL = "FROM alpine:3.20\nCOPY --from=build /out/app /app\n"
DYNAMIC = "#!/bin/bash\nset -e\nout=$1\nmkdir -p /out\ngo build -o /out/${out:-app} ./cmd\n"


def findings(folder: Path, run: str, script: str, name: str = "build.sh") -> list[str]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)
    options = Options(min_confidence=Confidence.POSSIBLE, context=Folder(str(folder)))
    return [f"{one.code} {one.confidence.word}" for one in analyse(f"{HEAD}RUN {run}\n{TAIL}", options).findings]


@pytest.mark.parametrize(
    ("run", "script", "expected"),
    [
        ("./build.sh", DYNAMIC, ["DF101 likely"]),
        ("./build.sh app", DYNAMIC, ["DF101 likely"]),
        ("sh build.sh", DYNAMIC, ["DF101 likely"]),
        ("bash -ex ./build.sh app", DYNAMIC, ["DF101 likely"]),
        ("/src/build.sh", DYNAMIC, ["DF101 likely"]),
        ("CGO_ENABLED=0 ./build.sh", DYNAMIC, []),
        ("./build.sh", DYNAMIC.replace("go build", "CGO_ENABLED=0 go build"), []),
        ("./build.sh", "#!/bin/sh\nexport CGO_ENABLED=0\ngo build -o /out/app .\n", []),
        (". ./env.sh && go build -o /out/app .", "#!/bin/sh\nexport CGO_ENABLED=0\n", []),
        ("./build.sh other", DYNAMIC, []),
        ("./build.sh", "#!/usr/bin/env python3\nimport os\n", []),
        ("./build.sh", "#!/bin/sh\n./build.sh\n", []),
        ("./build.sh", "#!/bin/sh\n" + "true\n" * 20_000, []),
    ],
)
def test_read(run: str, script: str, expected: list[str], tmp_path: Path) -> None:
    found = findings(tmp_path, run, script, "env.sh" if "env.sh" in run else "build.sh")
    assert [one for one in found if one != "DF101 possible"] == expected


def test_a_repair_touches_no_script(tmp_path: Path) -> None:
    """What stands in a file beside the Dockerfile is not changed; the environment of its call may be."""
    (tmp_path / "build.sh").write_text(DYNAMIC)
    text = f"{HEAD}RUN ./build.sh\n{TAIL}"
    result = fix(text, Options(context=Folder(str(tmp_path))))
    assert (tmp_path / "build.sh").read_text() == DYNAMIC
    assert result.remaining.findings == () or result.text == text
