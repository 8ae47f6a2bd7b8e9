"""libcst as the second reader of repairs in Python sources: what it refuses, and where it has no vote."""

import pytest

from dfix.engine import Options
from dfix.findings import Applicability
from dfix.hosts.python_second_reader import second_objection
from dfix.run.host_files import fix_host

MODULE = b'''DOCKERFILE = """
FROM golang:1.22 AS b
RUN go build -o /app .
FROM alpine:3.20
COPY --from=b /app /app
"""


def image(tag):
    return f"FROM alpine:{tag}" + "x"
'''
DEEP = b"x = " + b"(" * 5_000 + b"1" + b")" * 5_000 + b"\n"
CHAIN = b"if x:\n    pass\n" + b"elif x:\n    pass\n" * 5_000


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        pytest.param(MODULE, MODULE.replace(b"go build", b"CGO_ENABLED=0 go build"), False, id="a string"),
        pytest.param(MODULE, MODULE.replace(b"alpine:{", b"debian:{"), False, id="the text of an f-string"),
        pytest.param(MODULE, MODULE.replace(b"{tag}", b"{gat}"), True, id="a field of an f-string"),
        pytest.param(MODULE, MODULE.replace(b"return", b"yield"), True, id="code"),
        pytest.param(MODULE, MODULE.replace(b'"x"', b'"x" + "y"'), True, id="one string more"),
        pytest.param(MODULE, MODULE.replace(b'/app\n"""', b'/app\n"'), False, id="what our own reader does not take"),
        pytest.param(b"print 1\n", b"print 2\n", False, id="no Python that libcst reads"),
        pytest.param(DEEP, DEEP.replace(b"1", b"2"), False, id="nested too deeply"),
        pytest.param(CHAIN, CHAIN.replace(b"x", b"y"), False, id="too many branches"),
        pytest.param(b"a" + b".a" * 20_000, b"b", False, id="too long a chain"),
    ],
)
def test_what_it_refuses(before: bytes, after: bytes, refused: bool) -> None:
    assert (second_objection(before, after) is not None) is refused


def test_a_repair_asks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"CGO_ENABLED=0" in fix_host("build.py", MODULE, Options(), Applicability.SAFE).data
    monkeypatch.setattr("dfix.hosts.python_second_reader.second_objection", lambda *_: "it reads other code")
    result = fix_host("build.py", MODULE, Options(), Applicability.SAFE)
    assert result.data == MODULE
    assert [refusal.reason for refusal in result.refused] == ["it reads other code"]
