"""Long and hostile files: memory is bounded, and what asks for too much work ends with one line.

`benchmarks/growth.py` measures times; here the same is asked of counts, which do not depend on the machine.
"""

import tracemalloc
from pathlib import Path
from unittest.mock import Mock

import pytest

from dfix import BuildError, Confidence, Options, analyse, fix
from dfix.config import Finder, Settings
from dfix.engine import repair
from dfix.engine.analysis import MOST_FINDINGS
from dfix.engine.proof import proved
from dfix.engine.repair import LARGEST_REPAIRED, MOST_LINES_REPAIRED
from dfix.plan import BuildOptions, LimitError, plan
from dfix.run.baseline import Baseline
from dfix.run.work import Task, work
from dfix.syntax import parse
from dfix.syntax.directives import MOST_DIRECTIVES
from dfix.syntax.dockerfile import MOST_FLAGS, MOST_INSTRUCTIONS
from dfix.text import Source
from dfix.trace import Trace, trace
from dfix.trace.state.artifact import LONGEST_CHAIN

LANDS = "FROM alpine:3.20\nCOPY --from=b / /\n"
# Each doubles what the instruction before it made.
DOUBLING = "FROM gcc:12 AS b\nRUN gcc -o /d/p a.c\n" + "".join(f"RUN cp -r /d /d/e{n}\n" for n in range(40)) + LANDS
LOOPS = (
    "FROM alpine:3.20\n"
    + "RUN for a in 1 2 3 4; do for b in 1 2 3 4; do for c in 1 2 3 4; do ldconfig; done; done; done\n" * 2_000
)
STAGES = "FROM gcc:12 AS s0\nRUN gcc -o /app a.c\n" + "".join(
    f"FROM scratch AS s{n + 1}\nCOPY --from=s{n} / /\nCOPY f /f{n}\n" for n in range(900)
)


def traced(text: str) -> Trace:
    return trace(plan(parse(Source(text.encode())), BuildOptions()))


@pytest.mark.parametrize("text", [DOUBLING, LOOPS, STAGES], ids=["copies of copies", "loops", "roots of roots"])
def test_a_file_that_asks_for_too_much_work_is_ended(text: str) -> None:
    with pytest.raises(LimitError, match=r"^line \d+: dfix stops here, after 100000 instructions, commands and files"):
        analyse(text)


# Each takes memory by its words, variables, text or findings, not by its instructions and commands.
WORDS = "FROM alpine:3.20\n" + f"RUN ldconfig{' a' * 30_000}\n" * 12
PARTS = "FROM alpine:3.20\n" + f"RUN ldconfig {'$A' * 30_000}\n" * 12
CASES = "FROM alpine:3.20\n" + f"RUN for i in{' a' * 30_000}; do ldconfig; done\n" * 12
SHELLS = "FROM alpine:3.20\n" + f"RUN sh -c 'ldconfig{' a' * 30_000}'\n" * 12
ENVS = "FROM alpine:3.20\n" + "".join(f"ENV{' a=b' * 200}\n" for _ in range(600)) + "RUN ldconfig\n"
ARGS = ENVS.replace("ENV", "ARG")


@pytest.mark.parametrize(
    "text",
    [WORDS, PARTS, CASES, SHELLS, ENVS, ARGS],
    ids=["words", "parts", "loops", "shells", "ENV", "ARG"],
)
def test_a_file_that_asks_for_too_much_memory_is_ended(text: str) -> None:
    with pytest.raises(LimitError, match="dfix stops here"):
        analyse(text)


def test_a_file_with_very_many_findings_is_ended() -> None:
    text = "FROM alpine:3.20\n" + "RUN ldconfig\n" * MOST_FINDINGS
    assert len(analyse(text).findings) == MOST_FINDINGS
    with pytest.raises(LimitError, match=f"dfix stops here, after {MOST_FINDINGS} findings in one file"):
        analyse(text + "RUN ldconfig\n")


@pytest.mark.parametrize("values", ["DF301", "DF301," * 200 + "DF301"])
def test_a_file_with_very_many_directives_is_not_read(values: str) -> None:
    number = MOST_DIRECTIVES // (values.count("DF") + 1)
    text = "FROM alpine\nRUN ldconfig\n" + f"# dfix: ignore={values}\n" * number
    assert parse(Source(text.encode())).instructions
    (fault,) = parse(Source((text + f"# dfix: ignore={values}\n").encode())).faults
    assert fault.message == f"the file has more than {MOST_DIRECTIVES} directives; dfix reads no more"


def test_a_very_long_file_is_judged_and_not_repaired() -> None:
    text = "FROM alpine:3.20\nRUN ldconfig\n" + f"# {'x' * 60_000}\n" * 70
    assert analyse(text).findings
    with pytest.raises(LimitError, match=f"a Dockerfile of more than {LARGEST_REPAIRED} bytes is not repaired"):
        fix(text)
    assert fix(text[: LARGEST_REPAIRED // 2]).applied
    lines = "FROM alpine:3.20\nRUN ldconfig\n" + "#\n" * MOST_LINES_REPAIRED
    with pytest.raises(LimitError, match=f"a Dockerfile of more than {MOST_LINES_REPAIRED} lines is not repaired"):
        fix(lines)


PAIR = """FROM node:22 AS b{n}
WORKDIR /w
RUN npm install sharp bcrypt
FROM alpine:3.20 AS r{n}
COPY --from=b{n} /w /w
CMD ["node", "/w/a.js"]
"""


def test_many_fixes_that_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is proved once: what was refused makes the next ones be tried alone."""
    text = "".join(PAIR.replace("{n}", str(number)) for number in range(20))
    possible = Options(min_confidence=Confidence.POSSIBLE)
    counted = Mock(side_effect=proved)
    monkeypatch.setattr(repair, "proved", counted)
    result = fix(text, possible)
    assert (len(result.applied), len(result.refused)) == (0, 20)
    assert counted.call_count < 30
    monkeypatch.setattr(repair, "MOST_REFUSED", 10 * 120)
    with pytest.raises(LimitError, match="dfix stops here: 11 fixes cannot be made; name those to make"):
        fix(text, possible)
    assert fix(text, Options()).applied


def test_long_text_counts_as_work() -> None:
    """Sixteen megabytes of comments leave less for the instructions between them."""
    rest = "FROM alpine:3.20\n" + "RUN ldconfig && a && b && c && d\n" * 4_500
    assert analyse(rest).findings
    with pytest.raises(LimitError, match="dfix stops here"):
        analyse(f"{rest}# {'x' * 60_000}\n" + f"# {'x' * 60_000}\n" * 250)


def test_words_of_long_instructions_are_not_kept() -> None:
    """Each of the longest instructions has as much as 60,000 words."""
    lines = [f"LABEL{f' a{n}=b' * 8_000}\n" for n in range(100)]
    few, many = (peak("FROM alpine:3.20\nRUN ldconfig\n" + "".join(lines[:count])) for count in (20, 100))
    text = 80 * len(lines[0])
    assert many - few < 6 * text


def test_its_report_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text(DOUBLING)
    report = work(Task(Settings(), Finder(None, isolated=True), Baseline(str(tmp_path))), str(file))
    assert report.whole_error == (
        "line 19: dfix stops here, after 100000 instructions, commands and files in one Dockerfile; split the file"
    )
    assert not report.own_fault
    assert issubclass(LimitError, BuildError)


def test_a_file_with_very_many_instructions_is_not_read() -> None:
    (fault,) = parse(Source(b"FROM alpine\n" + b"RUN a\n" * MOST_INSTRUCTIONS)).faults
    assert fault.message == f"the file has more than {MOST_INSTRUCTIONS} instructions; dfix reads no more"
    assert parse(Source(b"FROM alpine\n" + b"RUN a\n" * (MOST_INSTRUCTIONS - 1))).faults == ()


def test_a_file_with_very_many_flags_is_not_read() -> None:
    runs = b"RUN" + b" --network=none" * 1_000 + b" a\n"
    (fault,) = parse(Source(b"FROM alpine\n" + runs * (MOST_FLAGS // 1_000 + 1))).faults
    assert fault.message == f"the file has more than {MOST_FLAGS} flags; dfix reads no more"
    assert parse(Source(b"FROM alpine\n" + runs * (MOST_FLAGS // 1_000))).instructions


def peak(text: str) -> int:
    """The most memory that an analysis holds at a time, in bytes."""
    analyse("FROM alpine:3.20\nRUN ldconfig\n")
    tracemalloc.start()
    analyse(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


SHAPES = {
    "variables that stages inherit": lambda count: (
        "FROM debian:12 AS s0\n"
        + "".join(f"ENV V{n}=v\n" for n in range(count))
        + "".join(f"FROM s{n} AS s{n + 1}\nRUN gcc -o /p a.c\nENV V{n}=w\n" for n in range(count))
        + "FROM alpine:3.20\nCOPY --from=s1 /p /p\n"
    ),
    "files that stages inherit": lambda count: (
        "FROM gcc:12 AS s0\n"
        + "".join(f"FROM s{n} AS s{n + 1}\nRUN gcc -o /p{n} a.c\n" for n in range(count))
        + f"FROM alpine:3.20\nCOPY --from=s{count} / /\n"
    ),
    "a file that is copied on": lambda count: (
        "FROM gcc:12 AS s0\nRUN gcc -o /app a.c\n"
        + "".join(f"FROM alpine:3.20 AS s{n + 1}\nCOPY --from=s{n} /app /app\n" for n in range(count))
    ),
    "relative working directories": lambda count: "FROM alpine:3.20\n" + "WORKDIR directory\n" * (6 * count) + "RUN ldconfig\n",
    "a pipeline": lambda count: "FROM alpine:3.20\nRUN ldconfig | " + " | ".join(["cat"] * (6 * count)) + "\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_memory_grows_with_the_text(name: str) -> None:
    """Twice the text needs about twice the memory, not four times."""
    text = SHAPES[name]
    assert peak(text(600)) < 3 * peak(text(300))


def test_a_long_chain_loses_its_middle() -> None:
    text = SHAPES["a file that is copied on"](3 * LONGEST_CHAIN)
    (landing,) = traced(text).landings
    chain = landing.artifact.provenance
    assert len(chain) == LONGEST_CHAIN
    starts = [place.span.start for place in chain]
    assert starts == sorted(starts)
    assert text[starts[1] :].startswith("gcc -o")
    assert text[starts[-1] :] == "COPY --from=s191 /app /app\n"
