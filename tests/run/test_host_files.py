"""The Dockerfiles of host files go through the same repair loop as plain ones."""

from collections.abc import Sequence

import pytest

from dfix import Applicability, Options, analyse, fix
from dfix.engine import Analysis, proved
from dfix.engine.analysis import MOST_FINDINGS
from dfix.findings import Finding, Fix
from dfix.hosts import HostError, extract
from dfix.hosts.embedded import Embedded
from dfix.hosts.kinds import MOST_DOCKERFILES, MOST_TOGETHER
from dfix.plan import LimitError
from dfix.run import host_files
from dfix.run.host_files import _written, analyse_host, fix_host
from dfix.text import Edit, Span

MANY = "FROM golang:1.22 AS build\n{builds}FROM alpine:3.20\n{copies}".format(
    builds="".join(f"RUN go build -o /app{n} .\n" for n in range(40)),
    copies="".join(f"COPY --from=build /app{n} /app{n}\n" for n in range(40)),
)
MISSPELT = "FROM alpine:3.20 AS builder\nFROM alpine:3.20\nCOPY --from=bulider /etc/motd /\n"


def inline(text: str) -> bytes:
    body = "".join(f"        {line}" for line in text.splitlines(keepends=True))
    return f"services:\n  a:\n    build:\n      dockerfile_inline: |\n{body}".encode()


def fenced(text: str) -> bytes:
    return f"# Title\n\n```dockerfile\n{text}```\n".encode()


def test_fixes_of_a_kind_are_made_in_one_round(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    def counted(before: Analysis, batch: Sequence[tuple[Finding, Fix]], options: Options) -> Analysis | str:
        rounds.append(len(batch))
        return proved(before, batch, options)

    monkeypatch.setattr("dfix.engine.repair.proved", counted)
    result = fix_host("compose.yaml", inline(MANY), Options(), Applicability.SAFE)
    assert result.data == inline(MANY.replace("go build", "CGO_ENABLED=0 go build"))
    assert rounds == [40]


def test_as_many_findings_are_repaired_as_in_a_plain_file() -> None:
    text = "FROM golang:1.22 AS b\nRUN go build -o /a .\nFROM alpine:3.20\nCOPY --from=b /a /a\nCOPY --from=b /a /b\n"
    plain = fix(text)
    hosted = fix_host("x.md", fenced(text), Options(), Applicability.SAFE)
    assert hosted.data == fenced(plain.text)
    assert [one.finding.message for one in hosted.applied] == [one.finding.message for one in plain.applied]


def test_a_slip_is_repaired_only_where_the_host_says_that_it_is_a_dockerfile() -> None:
    assert [finding.code for finding in analyse(MISSPELT).findings] == ["DF001"]
    assert analyse_host("x.md", fenced(MISSPELT), Options()).findings == ()
    assert fix_host("x.md", fenced(MISSPELT), Options(), Applicability.UNSAFE).data == fenced(MISSPELT)
    repaired = fix_host("compose.yaml", inline(MISSPELT), Options(), Applicability.UNSAFE)
    assert repaired.data == inline(MISSPELT.replace("bulider", "builder"))


def test_every_dockerfile_of_a_file_is_repaired() -> None:
    wrong, right = "FROM alpine:3.20\nRUN ldconfig /usr/lib\nRUN x\n", "FROM alpine:3.20\nRUN x\n"
    data = f"A = r'''{MANY}'''\nB = {wrong!r}\nC = f'''{wrong}'''\n".encode()
    result = fix_host("x.py", data, Options(), Applicability.SAFE)
    assert result.refused == ()
    texts = [embedded.data.decode() for embedded in extract("x.py", result.data)]
    assert texts == [MANY.replace("go build", "CGO_ENABLED=0 go build"), right, right]


def test_a_dockerfile_that_would_not_be_found_again_is_left() -> None:
    """One instruction alone is not taken for a Dockerfile."""
    data = b"A = 'FROM alpine:3.20\\nRUN ldconfig /usr/lib\\n'\n"
    result = fix_host("x.py", data, Options(), Applicability.SAFE)
    assert result.data == data
    assert [refusal.reason for refusal in result.refused] == ["the host would not hold the Dockerfile any more"]


def test_edits_that_would_overlap_in_the_host_are_refused() -> None:
    """A host can show several bytes of the Dockerfile by one escape."""
    (embedded,) = extract("x.py", b'X = "FROM a\\nRUN \\N{LATIN SMALL LETTER E WITH ACUTE}\\n"\n')
    assert embedded.data == "FROM a\nRUN é\n".encode()
    one, other = Edit(Span(11, 12), "x"), Edit(Span(12, 13), "y")
    assert isinstance(_written(embedded, [one]), list)
    assert _written(embedded, [one, other]) == "the edits would overlap in the host"


WRONG = "FROM alpine:3.20\nRUN ldconfig /usr/lib\nRUN echo {}\n"


def services(texts: Sequence[str]) -> bytes:
    return b"services:\n" + b"".join(
        inline(text).replace(b"services:\n", b"").replace(b"  a:", f"  s{number}:".encode())
        for number, text in enumerate(texts)
    )


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The texts of a host that are read; one that is broken by a repair of ``bad`` is no YAML, ``odd`` reads oddly."""
    seen: list[bytes] = []

    def read(path: str, data: bytes) -> tuple[Embedded, ...]:
        seen.append(data)
        if data.count(b"RUN echo bad") > data.count(b"ldconfig /usr/lib\n        RUN echo bad"):
            raise HostError("broken")
        return tuple(
            one._replace(data=one.data.replace(b"odd", b"ood"))
            if b"odd" in one.data and b"ldconfig" not in one.data
            else one
            for one in extract(path, data)
        )

    monkeypatch.setattr(host_files, "extract", read)
    return seen


def test_a_host_is_read_once_for_a_round_of_changes(reads: list[bytes]) -> None:
    texts = [WRONG.format(number) for number in range(60)]
    result = fix_host("compose.yaml", services(texts), Options(), Applicability.SAFE)
    assert result.data == services([text.replace("RUN ldconfig /usr/lib\n", "") for text in texts])
    assert (len(result.applied), result.refused, result.findings) == (60, (), ())
    assert len(reads) == 2


@pytest.mark.parametrize(
    ("word", "reason", "most"),
    [
        ("bad", "the file would not be read any more: broken", 10),
        ("odd", "the text cannot be written there exactly", 3),
    ],
)
def test_a_dockerfile_that_cannot_be_written_leaves_the_others(
    word: str, reason: str, most: int, reads: list[bytes]
) -> None:
    texts = [WRONG.format(word if number == 7 else number) for number in range(16)]
    result = fix_host("compose.yaml", services(texts), Options(), Applicability.SAFE)
    repaired = [text if word in text else text.replace("RUN ldconfig /usr/lib\n", "") for text in texts]
    assert result.data == services(repaired)
    assert [refusal.reason for refusal in result.refused] == [reason]
    assert len(result.findings) == 1
    assert len(reads) <= most


def test_a_host_is_not_read_without_end(reads: list[bytes]) -> None:
    texts = [WRONG.format("bad")] * 300
    result = fix_host("compose.yaml", services(texts), Options(), Applicability.SAFE)
    assert result.data == services(texts)
    assert len(result.refused) == 300
    assert len(reads) <= host_files.MOST_READS + 1


def test_every_block_of_a_page_is_read() -> None:
    """The line that closes one block opens no other."""
    page = b"".join(fenced(WRONG.format(number)) for number in range(3))
    assert len(extract("x.md", page)) == 3
    result = fix_host("x.md", page + b"```\nRUN x\n```\n" + fenced(MANY), Options(), Applicability.SAFE)
    assert b"ldconfig" not in result.data
    assert result.data.count(b"CGO_ENABLED=0") == 40


def test_a_host_with_very_many_dockerfiles_is_not_read() -> None:
    page = fenced(WRONG.format(1)) * MOST_DOCKERFILES
    assert len(extract("x.md", page)) == MOST_DOCKERFILES
    with pytest.raises(HostError, match=f"it holds more than {MOST_DOCKERFILES} Dockerfiles"):
        extract("x.md", page + fenced(WRONG.format(2)))


def test_a_host_whose_dockerfiles_are_very_long_together_is_not_read() -> None:
    long = WRONG.format(1) + f"# {'x' * 1000}\n" * 600
    assert len(extract("x.md", fenced(long))) == 1
    with pytest.raises(HostError, match=f"its Dockerfiles have more than {MOST_TOGETHER} bytes together"):
        extract("x.md", fenced(long) * 2)


def test_a_host_with_very_many_findings_is_ended() -> None:
    page = fenced("FROM alpine:3.20\n" + "RUN ldconfig\n" * 51) * 100
    with pytest.raises(LimitError, match=f"after {MOST_FINDINGS} findings in one file"):
        analyse_host("x.md", page, Options())
