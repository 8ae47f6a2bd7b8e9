"""What Nim's programs open when they start."""

from pathlib import Path

import pytest

from dfix.context import Folder
from dfix.engine.analysis import analyse
from dfix.engine.options import Options
from dfix.trace.knowledge.needs import needs_of

TEXT = "FROM nimlang/nim:2.0.8-alpine\nWORKDIR /src\nCOPY . .\nRUN nim c {} -o:/out/app app.nim\n"


@pytest.mark.parametrize(
    ("files", "words", "expected"),
    [
        ({"app.nim": "import std/[re, os], db_connector/db_sqlite\n"}, "", {"libpcre.so", "libsqlite3.so"}),
        ({"app.nim": "from re import match\n"}, "", {"libpcre.so"}),
        ({"app.nim": "from strutils import re\nimport os # re\n"}, "", set()),
        ({"app.nim": "import re\n"}, "--dynlibOverride:pcre --passL:-lpcre", set()),
        ({"app.nim": "import httpclient\n"}, "-d:ssl", {"libssl.so"}),
        ({"app.nim": "import httpclient\n", "config.nims": 'switch("define", "ssl")\n'}, "", {"libssl.so"}),
        ({"app.nim": "import httpclient\n"}, "", set()),
        ({"app.nim": "import os\n"}, "-d:ssl", set()),
        ({"app.nim": "", "tests/t.nim": "import re\n", "src/a.nim": "import nre\n"}, "", {"libpcre.so"}),
    ],
)
def test_opened(files: dict[str, str], words: str, expected: set[str], tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    options = Options()._replace(context=Folder(tmp_path))
    root = analyse(TEXT.format(words).encode(), options).trace.stages[0].root
    assert {need.soname for need in needs_of(root.nodes["/out/app"].artifact, root)} == expected
