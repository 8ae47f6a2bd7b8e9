"""Invariants on generated text: nothing is lost, nothing raises, fixing twice is fixing once."""

import dockerfile as buildkit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfix import Applicability, Confidence, Family, Options, analyse, fix
from dfix.fixes.translate.move import Untranslatable
from dfix.fixes.translate.stage import translate_stage
from dfix.images import resolve
from dfix.plan import BuildOptions, plan
from dfix.syntax import Dockerfile, parse
from dfix.text import Source, apply_edits
from dfix.trace.interpreter.build import trace

BASES = (
    "golang:1.22",
    "golang:1.20",
    "golang:1.22-alpine",
    "alpine:3.20",
    "debian:bullseye-slim",
    "scratch",
    "gcc:13",
    "rust:1.80",
    "python:3.12-bookworm",
    "node:20-alpine",
    "rockylinux:9",
    "x/y",
)
COMMANDS = (
    "go build -o /app .", "CGO_ENABLED=0 go build -o /app .", "gcc -o /app a.c", "cargo build --release", "ldconfig",
    "ldconfig /usr/local/lib", "ldconfig /usr/local/bin", "apk add --no-cache curl", "apk add gcompat", "true",
    "cp /app /usr/bin/app", "cp a $B", "rm -rf $X/* /a*", "mv *.so /usr/lib", "for i in $L; do gcc -o /out/$i x.c; done", "mv /app /x", "rm -rf /x", "cd /src", "export CGO_ENABLED=0", "./configure", "make install DESTDIR=/out",
    "curl -fsSLo /app https://example.com/a-linux-gnu", "apt-get update", "apt-get install -y git libssl-dev",
    "rm -rf /var/lib/apt/lists/*", "apk add --virtual .b gcc musl-dev", "apk del .b", "rm -rf /var/cache/apk/*",
    "useradd -r app", "adduser -D app", "locale-gen", "rustc -o /app a.rs", "make -C /s", "pip install --target /out numpy",
    "npm install bcrypt",
)  # fmt: skip
JOINS = (" && ", " || ", "; ", " && \\\n    ", " \\\n  # why\n && ", " | ")

run = st.lists(st.sampled_from(COMMANDS), min_size=1, max_size=4).flatmap(
    lambda commands: st.lists(st.sampled_from(JOINS), min_size=len(commands) - 1, max_size=len(commands) - 1).map(
        lambda joins: "RUN " + "".join(c + j for c, j in zip(commands, [*joins, ""], strict=True))
    )
)
copy = st.sampled_from(
    [
        "COPY --from=0 /app /app",
        "COPY --from=0 /usr/bin/app /usr/local/bin/",
        "COPY --from=0 /out /",
        "COPY . .",
        "COPY --from=s1 /x /y",
    ]
)
other = st.sampled_from(
    [
        "ENV CGO_ENABLED=0",
        "ARG A=1",
        "WORKDIR /src",
        "# note",
        "",
        'CMD ["/app"]',
        "USER 1000",
        "RUN <<EOF\ngo build -o /app .\nldconfig\nEOF",
    ]
)
stage = st.tuples(st.sampled_from(BASES), st.lists(st.one_of(run, copy, other), max_size=6))


def text_of(stages: list[tuple[str, list[str]]], newline: str) -> bytes:
    lines = [line for n, (base, body) in enumerate(stages) for line in (f"FROM {base} AS s{n}", *body)]
    return ("\n".join(lines) + "\n").replace("\n", newline).encode()


dockerfiles = st.builds(text_of, st.lists(stage, min_size=1, max_size=3), st.sampled_from(["\n", "\r\n"]))
ALL = Options(min_confidence=Confidence.POSSIBLE)
choices = st.sampled_from([None, *Family]).map(lambda family: ALL._replace(prefer=family))


# What the fuzzer found (``fuzz/``): each raised once.
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ARG TARGETARCH=amd64\nARG B=$TARGETARCH\n", id="a default of a platform and no stage"),
    ],
)
def test_what_once_raised(text: str) -> None:
    analyse(text.encode(), ALL)


@given(st.binary(max_size=400))
def test_no_input_raises(data: bytes) -> None:
    analyse(data.replace(b"\0", b""), ALL)


@given(st.text(alphabet="FROM RUNCOPYadsh \\\n\t\"'$<>#{}[]-=&|;:/`\r", max_size=300))
def test_no_text_raises(text: str) -> None:
    analyse(b"FROM alpine\n" + text.encode(), ALL)


@given(
    st.lists(
        st.sampled_from(
            [
                "RUN a \\\n",
                "  b\n",
                "# c\n",
                "\n",
                "RUN <<E\n",
                "E\n",
                "COPY a b\n",
                "\tx \\\n",
                "ENV A=1\n",
                "RUN y\r\n",
                "\\\n",
            ]
        ),
        max_size=12,
    )
)
def test_splits_equal_buildkits(lines: list[str]) -> None:
    text = "FROM x\n" + "".join(lines)
    parsed = parse(Source(text.encode()))
    try:
        expected = [((c.cmd or "?").upper(), c.start_line) for c in buildkit.parse_string(text)]
    except (buildkit.GoParseError, buildkit.GoIOError):
        assert parsed.faults
        return
    assert_lossless(text, parsed)
    if not any("is never closed" in fault.message for fault in parsed.faults):
        assert [(i.keyword, i.first_line + 1) for i in parsed.instructions] == expected


def assert_lossless(text: str, parsed: Dockerfile) -> None:
    """Instructions stand in order and apart, and between them are comments and blank lines only."""
    at, rest = 0, ""
    for instruction in parsed.instructions:
        assert instruction.span.start >= at
        rest += parsed.source.text[at : instruction.span.start]
        at = instruction.span.end
    assert all(line.strip(" \t\\")[:1] in ("", "#") for line in rest.splitlines())
    for heredoc in (h for i in parsed.instructions for h in i.heredocs):
        assert text[heredoc.span.start : heredoc.span.end] == heredoc.body


def is_taken(data: bytes) -> bool:
    """Whether BuildKit's parser takes the text."""
    try:
        buildkit.parse_string(data.decode())
    except (buildkit.GoParseError, buildkit.GoIOError):
        return False
    return True


@given(dockerfiles, choices)
@settings(max_examples=200)
def test_fixing_twice_is_fixing_once(data: bytes, options: Options) -> None:
    """And no fix adds findings, or makes a text that BuildKit would refuse."""
    once = fix(data, options, Applicability.UNSAFE)
    assert fix(once.data, options, Applicability.UNSAFE).data == once.data
    assert len(once.remaining.findings) <= len(analyse(data, options).findings)
    assert is_taken(once.data) or not is_taken(data)


@given(dockerfiles, st.sampled_from(["alpine:3.20", "debian:bookworm-slim", "rockylinux:9"]))
@settings(max_examples=200)
def test_a_translated_stage_is_a_stage(data: bytes, to: str) -> None:
    """BuildKit takes it, every stage is still there, and the other stages are as they were."""
    source = Source(data)
    traced = trace(plan(parse(source), BuildOptions()), None)
    image = resolve(to)
    assert image is not None
    for stage in traced.stages:
        if stage.image is None or traced.bottom(stage.stage.number) is not stage:
            continue
        try:
            edits = translate_stage(traced, stage, image, tools=())
        except Untranslatable:
            continue
        after = apply_edits(data, edits)
        again = parse(Source(after))
        assert not again.faults
        assert is_taken(after)
        assert sum(one.keyword == "FROM" for one in again.instructions) == len(traced.stages)


@given(dockerfiles)
@settings(max_examples=150)
def test_every_fix_stays_a_dockerfile(data: bytes) -> None:
    """BuildKit's parser takes the text after any single fix, and edits stay where they say."""
    analysis = analyse(data, ALL)
    for finding in analysis.findings:
        for candidate in finding.fixes:
            after = apply_edits(data, candidate.edits)
            assert not parse(Source(after)).faults
            buildkit.parse_string(after.decode())


@given(dockerfiles)
@settings(max_examples=50)
def test_line_ends_are_kept(data: bytes) -> None:
    after = fix(data, ALL, Applicability.UNSAFE).data
    if b"\r\n" in data:
        assert after.count(b"\n") == after.count(b"\r\n")
    else:
        assert b"\r" not in after
