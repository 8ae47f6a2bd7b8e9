"""Each drawing by its reader's rules; nothing of a file gets out of its text."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import cases
from dfix import Confidence, Options, analyse
from dfix.graph.picture import picture
from dfix.report.graph import FORMATS, graph_renderer
from dfix.report.graph.drawing import Drawing
from dfix.report.graph.svg import element
from dfix.text import Source

BUILD = "FROM golang:1.22 AS build\nRUN go build -o /app .\n"
NASTY = "/a\"]\\l#quot;<script>alert(1)</script>&lt;'`${x}|--> n9\x1b[31m\u202eé字"
HOSTILE = (
    f"FROM golang:1.22 AS b\nRUN go build -o '{NASTY}' .\nFROM alpine:3.20\nCOPY --from=b ['{NASTY}', '/x']\n"
    f'COPY --from=b ["{NASTY.replace(chr(34), "")}", "/<b>\\u0022;"]\nFROM "<img src=x>"\nCOPY --from=</svg> /a /b\n'
)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
TAGS = {"svg", "title", "style", "path", "g", "rect", "text", "a"}


def drawing_of(text: str | bytes) -> Drawing:
    analysis = analyse(text, Options(min_confidence=Confidence.POSSIBLE))
    return Drawing(picture(analysis), Source(analysis.source.data), analysis.findings)


def tokens(dot: str) -> list[str]:
    """The tokens of DOT; every character is in one."""
    found = re.findall(r'"(?:[^"\\]|\\.)*"|[A-Za-z0-9_]+|->|[\[\]{}=,;]|\s+', dot, re.DOTALL)
    assert "".join(found) == dot
    return [token for token in found if not token.isspace()]


def check(drawing: Drawing) -> None:
    shown = {name: graph_renderer(name)(drawing) for name in FORMATS}
    assert not any(CONTROL.search(text) for text in shown.values())
    assert all(text.endswith("\n") for text in shown.values())
    root = ET.fromstring(shown["svg"])
    assert {one.tag.removeprefix("{http://www.w3.org/2000/svg}") for one in root.iter()} <= TAGS
    assert not any(name.startswith("on") or "href" in name for one in root.iter() for name in one.attrib)
    for line in shown["mermaid"].splitlines()[1:]:
        outside = re.sub(r'"[A-Za-z0-9 ./:,_+·→✓✗…()!#;<>-]*"', '""', line)
        assert re.fullmatch(
            r"  (n\d+[(\[]+\"\"[)\]]+:::\w+|n\d+ -\.?->?\|\"\"\| n\d+|linkStyle .*|classDef .*)", outside
        )
        assert set(re.findall(r"<[^>]*>?", line)) <= {"<br>"}
    words = [token for token in tokens(shown["dot"]) if token[0] != '"']
    assert words.count("{") == words.count("}") == 1


def test_a_hostile_file() -> None:
    check(drawing_of(HOSTILE))
    link = ET.fromstring(element(drawing_of(HOSTILE), lambda _: '#"><script>&'))
    assert {one.tag.rpartition("}")[2] for one in link.iter()} <= TAGS


def test_the_corpus() -> None:
    for case in cases():
        check(drawing_of(case.data))


@given(
    st.lists(st.sampled_from([*HOSTILE.splitlines(), *BUILD.splitlines(), "FROM b", "COPY --from=9 a b"])), st.text()
)
def test_any_file(lines: list[str], more: str) -> None:
    check(drawing_of("\n".join([*lines, f"COPY --from={more} {more}", more])))


@pytest.mark.parametrize(("columns", "widest"), [(60, 60), (100, 100)])
def test_text_stays_within_its_columns(columns: int, widest: int) -> None:
    text = f"{BUILD}FROM alpine:3.20\nCOPY --from=build /app /usr/local/bin/application\nRUN ldconfig /x\n"
    shown = graph_renderer("text")(drawing_of(text)._replace(columns=columns))
    assert max(map(len, shown.splitlines())) <= widest
    assert "✗ /usr/local/bin/application" in shown
    assert "DF101 foreign-libc" in shown
    assert "\x1b" not in shown


def test_colours_only_where_they_are_wanted() -> None:
    text = f"{BUILD}FROM alpine:3.20\nCOPY --from=build /app /a\n"
    assert "\x1b[31;1m✗\x1b[0m /a" in graph_renderer("text")(drawing_of(text)._replace(color=True))


def test_many_products_of_one_edge_are_cut_short() -> None:
    copies = "".join(f"COPY --from=build /app /bin/{number}\n" for number in range(12))
    drawing = drawing_of(f"{BUILD}FROM alpine:3.20\nCOPY --from=build /x /data\n{copies}")
    for name in FORMATS:
        shown = graph_renderer(name)(drawing)
        assert "and 5 more" in shown
        assert "/data" not in shown  # what has a finding comes first
