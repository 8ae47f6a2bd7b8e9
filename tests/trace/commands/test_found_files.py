"""Products that are found, spread or named by braces before they are copied."""

import pytest

from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.text.globs import braces
from dfix.trace import trace

CMAKE = "RUN cmake -B build && cmake --build build && mkdir /out\nRUN "
CARGO = "RUN cargo build --release && mkdir /out\nRUN "
MUSL = "cargo build -r --target x86_64-unknown-linux-musl && cp target/x86_64-unknown-linux-musl/release/* /out/"
PROGRAM, LIBRARY, NOTHING = "program dynamic", "shared library dynamic", "nothing"


def nature(lines: str, path: str) -> str:
    text = f"FROM rust:1.80-bookworm\nWORKDIR /src\nCOPY . .\n{lines}\n"
    (stage,) = trace(plan(parse(Source(text.encode())), BuildOptions())).stages
    node = stage.root.files.find(path)
    if node is None:
        return NOTHING
    return f"{node.artifact.kind.value} {node.artifact.linkage.value}".replace("unknown unknown", "unknown")


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        (CMAKE + r"find . -name app -type f -executable -exec cp {} /out \;", "/out/app", PROGRAM),
        (CMAKE + r"find build -name app -exec mv {} /out/server \;", "/out/server", PROGRAM),
        (CMAKE + "find build -name app -exec cp -t /out {} +", "/out/app", PROGRAM),
        (CMAKE + r"find build -name app -exec install -m 755 {} /out/ \;", "/out/app", PROGRAM),
        (CMAKE + r"find build -name '*.so*' -exec cp -P {} /out \;", "/out/libx.so.1", LIBRARY),
        (CMAKE + r"find build -perm -u+x -type f -exec cp {} /out/ \;", "/out/app", PROGRAM),
        (CMAKE + r"find build -type f -exec cp {} /out/ \;", "/out/app", NOTHING),
        (CMAKE + r"find build ! -name app -exec cp {} /out/ \;", "/out/app", NOTHING),
        (CMAKE + r"find build -name app -o -name x -exec cp {} /out/ \;", "/out/app", NOTHING),
        (CMAKE + r"find build -name app -exec sh -c 'cp {} /out' \;", "/out/app", NOTHING),
        (CMAKE + r"find build -name $NAME -exec cp {} /out/ \;", "/out/app", NOTHING),
        (CMAKE + r"find /elsewhere -name app -exec cp {} /out/ \;", "/out/app", NOTHING),
        (CMAKE + "find build -name app | xargs -I{} cp {} /out/", "/out/app", PROGRAM),
        (CMAKE + "find build -name app | xargs -I % cp % /out/", "/out/app", PROGRAM),
        (CMAKE + "find build -name app | xargs cp -t /out", "/out/app", PROGRAM),
        (CMAKE + "find build -name app | grep x | xargs cp -t /out", "/out/app", NOTHING),
        (CMAKE + "mv $(find build -name app -type f) /out/app", "/out/app", PROGRAM),
        (CMAKE + 'cp "$(find build -name "app" | head -n 1)" /out/app', "/out/app", PROGRAM),
        (CMAKE + "cp $(find build -name app | sort) /out/app", "/out/app", NOTHING),
        (CMAKE + "cp $(ls build) /out/app", "/out/app", NOTHING),
        (CARGO + r"find target/release -maxdepth 1 -executable -exec cp {} /out \;", "/out/app", PROGRAM),
        (CARGO + "cp target/release/* /out/", "/out/app", PROGRAM),
        (CARGO + "cp target/release/* /out/", "/out/app.json", "portable file static"),
        (CARGO + "install -m755 target/release/* /out/", "/out/app", PROGRAM),
        (CARGO + "mv target/release/* /out/", "/out/app", PROGRAM),
        (CARGO + "cp target/release/app /out/app && cp *.json /out/", "/out/app", PROGRAM),
        (
            CARGO + "gcc -static -o /s/tool a.c && cp target/release/* /out/ && cp /s/* /out/",
            "/out/tool",
            "program static",
        ),
        (CARGO + "cp target/release/* /out/ && " + MUSL, "/out/app", "unknown"),
        (CMAKE + "cp build/*.so* /out/ && cp build/* /out/", "/out/app", PROGRAM),
        (CARGO + "cp target/release/{app,tool} /out/", "/out/tool", PROGRAM),
        (CARGO + "cp target/release/{app,tool} /out/", "/out/other", NOTHING),
        (CARGO + "cp target/release/* / && true", "/other", NOTHING),
    ],
)
def test_nature(lines: str, path: str, expected: str) -> None:
    assert nature(lines, path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", ["a"]),
        ("x/{a,b}", ["x/a", "x/b"]),
        ("{a,b}{c,d}", ["ac", "ad", "bc", "bd"]),
        ("{a}", ["{a}"]),
        ("${a,b}", ["${a,b}"]),
        ("{a,{b,c}}", ["a", "a", "b", "c"]),
        ("{1,2,3,4,5,6,7,8,9}" * 2, ["{1,2,3,4,5,6,7,8,9}" * 2]),
    ],
)
def test_braces(text: str, expected: list[str]) -> None:
    assert sorted(braces(text)) == expected
