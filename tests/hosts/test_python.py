"""Dockerfiles in Python strings: found, and written back so that the string's value is the repaired text."""

import ast
import textwrap
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfix import Applicability, Options, fix
from dfix.hosts import HostError, extract
from dfix.hosts.python_strings import strings
from dfix.run.host_files import analyse_host, fix_host

GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nRUN ldconfig /usr/lib\nCOPY --from=b /app /app\n"
FIXED = fix(GO, allowed=Applicability.UNSAFE).text
LONG = GO + 'ENTRYPOINT ["/app", \'é😀\', "\\\\d{2}%"]\n'


def repaired(source: str) -> str:
    data = source.encode()
    return fix_host("x.py", data, Options(), Applicability.UNSAFE).data.decode()


def lines_of(text: str) -> str:
    return " ".join(repr(line) for line in text.splitlines(keepends=True))


def escaped(text: str, form: Callable[[str], str]) -> str:
    """Small letters in a form of escape, the rest as a literal needs it."""
    special = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t"}
    return "".join(form(char) if "a" <= char <= "z" else special.get(char, char) for char in text)


STYLES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: f"x = {text!r}\n",
    "double": lambda text: 'x = "' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"\n',
    "triple": lambda text: "x = '''" + text.replace("\\", "\\\\").replace("'''", "\\'''") + "'''\n",
    "continued": lambda text: 'x = """\\\n' + text.replace("\\", "\\\\").replace('"""', '\\"""') + '"""\n',
    "concatenated": lambda text: f"x = ({lines_of(text)})\n",
    "on several lines": lambda text: "x = (\n    " + "\n    ".join(map(repr, text.splitlines(keepends=True))) + "\n)\n",
    "added": lambda text: "x = (" + " + ".join(map(repr, text.splitlines(keepends=True))) + ")\n",
    "joined": lambda text: 'x = "\\n".join([\n' + "".join(f"  {line!r},\n" for line in text.split("\n")) + "])\n",
    "bytes": lambda text: f"x = {text.encode()!r}\n",
    "unicode escapes": lambda text: "x = '" + escaped(text, lambda c: f"\\u{ord(c):04x}") + "'\n",
    "octal": lambda text: "x = '" + escaped(text, lambda c: f"\\{ord(c):03o}") + "'\n",
    "f-string": lambda text: "x = f" + repr(text.replace("{", "{{").replace("}", "}}")) + "\n",
    "format": lambda text: "x = " + repr(text.replace("{", "{{").replace("}", "}}")) + ".format()\n",
    "percent": lambda text: "x = " + repr(text.replace("%", "%%")) + " % ()\n",
    "dedent": lambda text: "import textwrap\nx = textwrap.dedent('''\\\n"
    + textwrap.indent(text.replace("\\", "\\\\"), "        ")
    + "    ''')\n",
    "in a call": lambda text: f"import io\nx = io.StringIO({text!r}).getvalue()\n",
}  # fmt: skip


def value_of(source: str) -> str:
    names: dict[str, object] = {}
    exec(compile(ast.parse(source), "x", "exec"), names)
    value = names["x"]
    return value.decode() if isinstance(value, bytes) else str(value)


def expected(style: str, text: str) -> str:
    """The repaired text; an item of a list that is joined can be changed and not be taken out."""
    names = ("cgo-off",) if style == "joined" else ()
    return fix(text, Options(), Applicability.UNSAFE, names).text


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", [GO, LONG, GO.removesuffix("\n")], ids=["short", "odd", "no last newline"])
def test_the_value_is_the_repaired_text(style: str, text: str) -> None:
    if style in ("continued", "dedent") and not text.endswith("\n"):
        pytest.skip("its last line would be another")
    source = f"# é before\nimport os  \n{STYLES[style](text)}\ny = 1 # after\n"
    assert value_of(source).removesuffix("\n") == text.removesuffix("\n")
    after = repaired(source)
    assert value_of(after).removesuffix("\n") == expected(style, text).removesuffix("\n")
    assert repaired(after) == after


@given(style=st.sampled_from(sorted(STYLES)), tail=st.text(alphabet="ab{}%\\'\"$é\t#", max_size=12))
def test_what_is_outside_stays(style: str, tail: str) -> None:
    """Whatever is quoted how, all that no edit touches stays byte for byte."""
    text = GO + f"CMD echo {tail}x\n"
    source = f"a = 'é'\n{STYLES[style](text)}b = {tail!r}\n"
    after = repaired(source)
    assert value_of(after).rstrip("\n") == expected(style, value_of(source)).rstrip("\n")
    assert after.startswith("a = 'é'\n")
    assert after.endswith(f"b = {tail!r}\n")


TEMPLATES = [
    'x = f"FROM golang:1.22 AS b\\nRUN go build -o /app{name} .\\nFROM alpine:3.20\\nRUN ldconfig /usr/lib\\n"\n',
    'x = "FROM golang:1.22\\nRUN ldconfig {0}\\nFROM alpine:3.20\\nRUN ldconfig /usr/lib\\n".format(y)\n',
    'x = "FROM golang:1.22\\nRUN echo %(a)s 100%%\\nFROM alpine:3.20\\nRUN ldconfig /usr/lib\\n" % y\n',
    'x = "FROM " + base + "\\nRUN true\\nFROM alpine:3.20\\nRUN ldconfig /usr/lib\\n"\n',
]


@pytest.mark.parametrize("source", TEMPLATES)
def test_a_template_keeps_its_holes(source: str) -> None:
    after = repaired(source)
    assert after == source.replace("RUN ldconfig /usr/lib\\n", "")


@pytest.mark.parametrize(
    "source",
    [
        'x = f"FROM golang:{v}\\nRUN go build -o /app .\\nFROM alpine:3.20\\nCOPY --from=0 /app /app\\n"\n',
        'x = f"FROM golang:1.22\\nRUN go build -o /app .\\nFROM alpine:3.20\\n{more}\\nCOPY --from=0 /app /app\\n"\n',
        "x = 'SELECT a\\nFROM b\\nWHERE c'\n",
        "x = 'FROM a'\n",
        "def f():\n    '''FROM here on\n\n    RUN away'''\n",
    ],
    ids=["unknown base", "unknown lines", "SQL", "one line", "prose"],
)
def test_nothing_is_said_of(source: str) -> None:
    assert analyse_host("x.py", source.encode(), Options()).findings == ()


def test_a_raw_literal_that_cannot_hold_the_text_is_reported() -> None:
    source = 'x = r"FROM alpine:3.20" "\\n" r"RUN ldconfig /usr/lib" "\\n"\n'
    result = fix_host("x.py", source.encode(), Options(), Applicability.UNSAFE)
    assert result.data == source.encode()
    assert [one.reason for one in result.refused] == ["the text is put together from several pieces there"]
    (finding,) = analyse_host("x.py", source.encode(), Options()).findings
    assert finding.fixes[0].obstacle == "the text is put together from several pieces there"


def test_places_are_the_hosts() -> None:
    source = "é = '''\n" + GO + "'''\n"
    findings = analyse_host("x.py", source.encode(), Options()).findings
    words = [source.encode()[slice(*one.span)].decode() for one in findings]
    assert words == ["RUN ldconfig /usr/lib".removeprefix("RUN "), "/app"] or words == ["ldconfig", "/app"]
    assert {source.encode()[: place.span.start].count(b"\n") for place in findings[1].chain} == {1, 2, 3, 5}


@pytest.mark.parametrize("source", [b"x = (FROM\n", b"\xff\xfe FROM", b"# coding: latin-1\nx = 'FROM \xe9'\n"])
def test_what_is_no_python(source: bytes) -> None:
    with pytest.raises(HostError):
        extract("x.py", source)


LITERALS = ["''", "f''", "b''", "'''\n'''", "f'{x!r:>{w}}'", "r'\\x'", "u'\\N{DIGIT ONE}'", "'\\\n'"]


@pytest.mark.parametrize("literal", LITERALS)
def test_odd_literals_are_read(literal: str) -> None:
    extract("x.py", f"FROM = {literal}\n".encode())


def test_windows_line_ends(tmp_path: object) -> None:
    source = ("x = '''\n" + GO + "'''\n").replace("\n", "\r\n")
    after = repaired(source)
    assert after == ("x = '''\n" + FIXED + "'''\n").replace("\n", "\r\n")


DEEP = {
    "brackets": "x = " + "(" * 20_000 + "'FROM a'" + ")" * 20_000,
    "lists": "x = " + "[" * 20_000 + "'FROM a'" + "]" * 20_000,
    "signs": "x = 'FROM' + " + "-" * 20_000 + "1",
    "nots": "x = 'FROM' or " + "not " * 20_000 + "1",
    "attributes": "x = 'FROM'" + ".b" * 20_000,
    "calls": "x = FROM" + "()" * 20_000,
    "methods": "x = 'FROM'" + ".strip()" * 20_000,
    "subscripts": "x = FROM" + "[0]" * 20_000,
    "powers": "x = 'FROM'" + "**2" * 20_000,
    "differences": "x = 'FROM'" + " - 'a' + 'b'" * 10_000,
    "lambdas": "x = 'FROM', " + "lambda: " * 20_000 + "1",
    "branches": "if FROM: pass\n" + "elif a: pass\n" * 20_000,
    "dedents": "x = " + "dedent(" * 5_000 + "'FROM a\\nRUN b'" + ")" * 5_000,
    "sums in brackets": "x = 'FROM' + " + "('a' + " * 5_000 + "'b'" + ")" * 5_000,
    "joins": "x = " + "'a'.join([" * 5_000 + "'FROM'" + "])" * 5_000,
    "fields": "x = f'FROM " + "{a:" * 5_000 + "b" + "}" * 5_000 + "'",
    "strings in fields": "x = " + "f'{" * 2_000 + "'FROM'" + "}'" * 2_000,
    "literals": "x = (" + "'FROM' " * 20_000 + ")",
    "items": "x = [" + "'FROM', " * 20_000 + "]",
    "a long text": "x = 'FROM a" + "\\nRUN b" * 2_000_000 + "'",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_nests_deeply_is_read_in_time(name: str) -> None:
    """A parser that calls itself ends the process, or takes minutes."""
    begun = time.process_time()
    extract("x.py", f"{DEEP[name]}\ny = '''{GO}'''\n".encode())
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("count", [1, 1250, 5000])
def test_a_long_sum_is_repaired(count: int) -> None:
    lines = [f"RUN echo {number}\n" for number in range(count)]
    source = "x = " + " + ".join(map(repr, ["FROM alpine:3.20\n", "RUN ldconfig /usr/lib\n", *lines])) + "\n"
    assert repaired(source) == source.replace("'RUN ldconfig /usr/lib\\n'", "''")


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("x = dedent('FROM a\\nRUN b')[2:]", ["FROM a\nRUN b"]),
        ("x = dedent(text='  FROM a\\n  RUN b',)", ["FROM a\nRUN b"]),
        ("x = '\\n'.join(('FROM a', b, *c, d if e else f, 'RUN g'))", ["FROM a\n\0\n\0\n\0\nRUN g"]),
        ("x = '\\n'.join(['FROM a\\nRUN b' for c in d])", ["FROM a\nRUN b"]),
        ("x = '\\n'.join(('FROM a\\nRUN b'))", ["FROM a\nRUN b"]),
        ("x = ', '.join(['FROM a\\nRUN b', 'c']).strip().encode()", ["FROM a\nRUN b, c"]),
        ("x = a + ('FROM ' 'b' + ('\\nRUN c')) + d", ["FROM b\nRUN c"]),
        ("x = 'FROM a\\nRUN b' * 2 % c", ["FROM a\nRUN b"]),
        ("x = 'FROM %s\\nRUN b' % c * d", ["FROM \0\nRUN b"]),
        ("x = ('FROM {}\\n' 'RUN b').format(c)", ["FROM \0\nRUN b"]),
        ("x = f'FROM {a!r:>{b}}\\nRUN {{c}} {d[\"e\"]} \\N{DIGIT ONE}'", ["FROM \0\nRUN {c} \0 1"]),
        ("x = f'FROM {f'{a}'}\\nRUN {b}'", ["FROM \0\nRUN \0"]),
        ("x = f'''FROM {a\n}\nRUN {b:{c}}d'''", ["FROM \0\nRUN \0d"]),
        ("é = {'a': 'FROM b\\nRUN c', **d}; e = '''FROM f\nRUN g'''", ["FROM b\nRUN c", "FROM f\nRUN g"]),
        (
            "@a('FROM b\\nRUN c')\nasync def f(x: 'FROM d\\nRUN e' = 1) -> 'x': await y",
            ["FROM b\nRUN c", "FROM d\nRUN e"],
        ),
        ("x = 'FROM a\\\n\\nRUN b' # 'FROM c\\nRUN d'", ["FROM a\nRUN b"]),
        ("\ufeffx = 'FROM a\\nRUN b'", ["FROM a\nRUN b"]),
        ("print 'FROM a\\nRUN b'", ["FROM a\nRUN b"]),
    ],
)
def test_the_texts_of_a_module(source: str, texts: list[str]) -> None:
    assert [one.data.decode() for one in strings(source.encode()) if b"RUN" in one.data] == texts


@pytest.mark.parametrize(
    "source", ["x = 'FROM", "x = '''FROM'", "x = f'FROM {a", "x = (FROM]", "FROM)", "x = 'FROM\n'"]
)
def test_what_is_not_closed(source: str) -> None:
    with pytest.raises(HostError, match="this is no Python"):
        extract("x.py", source.encode())
