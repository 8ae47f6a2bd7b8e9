"""``dfix batch``: one result for each record, in order; what fails, fails alone; a run goes on where it was."""

import json
import os
import pickle
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus import cases
from dfix import Options
from dfix.batch import Record, judge
from dfix.batch import processes as processes_module
from dfix.batch import source as source_module
from dfix.batch.extra import MissingExtraError
from dfix.batch.lines import LONGEST, judged_line
from dfix.batch.processes import Processes
from dfix.batch.run import PART, run
from dfix.batch.source import InputError, Partition, partitions
from dfix.batch.work import Done, Job
from dfix.cli import main

GLIBC_ON_ALPINE = "FROM gcc:12 AS b\nRUN gcc -o /app a.c\nFROM alpine:3.20\nCOPY --from=b /app /app\nCMD /app\n"
KILLER = "FROM kill"


def write(path: Path, records: list[object]) -> Path:
    path.write_bytes(b"".join(json.dumps(record).encode() + b"\n" for record in records))
    return path


def results(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """The corpus, each file with a number; small partitions follow in ``small``."""
    return write(
        tmp_path / "in.jsonl",
        [
            {"path": f"{case.name}/Dockerfile", "text": case.data.decode("utf-8", "replace"), "id": number}
            for number, case in enumerate(list(cases())[:120])
        ],
    )


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "MOST_RECORDS", 7)


def test_a_record_and_its_result_can_be_pickled() -> None:
    record = Record("Dockerfile", GLIBC_ON_ALPINE, "x")
    result = judge(pickle.loads(pickle.dumps(record)), Options())
    assert pickle.loads(pickle.dumps(result)) == result
    assert [finding["code"] for finding in result.findings] == ["DF101"]
    assert result.findings[0]["fixes"]
    (nature,) = result.natures
    assert (nature["path"], nature["libc"], nature["outcome"]) == ("/app", "glibc", "another libc")
    assert (result.id, result.error) == ("x", "")
    assert result.seconds > 0


def test_a_context_is_read_from_the_record() -> None:
    text = "FROM golang:1.22 AS b\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
    uses_c = {"go.mod": "module a\n", "main.go": 'package main\n\nimport "C"\n\nfunc main() {}\n'}
    pure = {"go.mod": "module a\n", "main.go": "package main\n\nfunc main() {}\n"}
    assert [one["code"] for one in judge(Record("Dockerfile", text, context=uses_c)).findings] == ["DF101"]
    assert judge(Record("Dockerfile", text, context=pure)).findings == ()


def test_a_host_is_read_as_one() -> None:
    text = "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.20\n        RUN ldconfig\n"
    assert [one["code"] for one in judge(Record("compose.yaml", text)).findings] == ["DF301"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{", "the line is no JSON"),
        (b"\xff\xfe", "the line is no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "holds no object"),
        (b'{"path": "a"}', "`text` is missing"),
        (b'{"text": 1}', "`text` is no string"),
        (b'{"text": "FROM a", "path": 1}', "`path` is no string"),
        (b'{"text": "FROM a", "id": true}', "`id` is neither"),
        (b'{"text": "FROM a", "context": {"a": 1}}', "`context` is no object"),
        (b'{"text": "FROM a\\u0000"}', "this is a binary file"),
        (b"9" * 5000, ""),
        (b" " * (LONGEST + 1), "longer than"),
    ],
    ids=[
        "open",
        "no UTF-8",
        "deep",
        "list",
        "no text",
        "number",
        "path",
        "id",
        "context",
        "NUL",
        "long number",
        "long",
    ],
)
def test_what_is_no_record_is_an_error(line: bytes, error: str) -> None:
    result = json.loads(judged_line(line, Options()))
    assert result["error"]
    assert error in result["error"]
    assert result["findings"] == []


def test_one_result_for_each_record_in_their_order(records: Path, tmp_path: Path) -> None:
    with records.open("ab") as file:
        file.write(b'no record\n\n{"path": "last", "text": "FROM a", "id": "last"}')
    target = tmp_path / "out.jsonl"
    shown = CliRunner().invoke(main, ["batch", str(records), str(target), "--jobs", "2"])
    assert shown.exit_code == 0, shown.output
    found = results(target)
    assert [one["id"] for one in found] == [*range(120), None, "last"]
    assert "1 with an error" in shown.output
    assert not Path(f"{target}.parts").exists()


def test_two_runs_are_equal_byte_for_byte(records: Path, tmp_path: Path) -> None:
    targets = [tmp_path / f"out{jobs}.jsonl" for jobs in (1, 3)]
    for jobs, target in zip((1, 3), targets, strict=True):
        run(str(records), str(target), Job(), Processes(jobs), "v", lambda _: None)
    assert targets[0].read_bytes() == targets[1].read_bytes()
    run(str(records), str(targets[0]), Job(timing=True), Processes(1), "v", lambda _: None)
    timed = results(targets[0])
    assert all(one.pop("seconds") for one in timed)
    assert timed == results(targets[1])


class Counting:
    """Judges in this process, counts the partitions, and stops after some."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.numbers: list[int] = []
        self.stop_after = stop_after

    def judged(self, job: Job, waiting: Iterator[Partition]) -> Iterator[Done]:
        """Every partition, one after the other."""
        for partition in waiting:
            if len(self.numbers) == self.stop_after:
                raise KeyboardInterrupt
            self.numbers.append(partition.number)
            yield job.done(partition)


def test_a_run_goes_on_where_it_was(records: Path, tmp_path: Path) -> None:
    target, whole = tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    run(str(records), str(whole), Job(), Counting(), "v", lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        run(str(records), str(target), Job(), Counting(5), "v", lambda _: None)
    assert not target.exists()
    later = Counting()
    run(str(records), str(target), Job(), later, "v", lambda _: None)
    assert later.numbers == list(range(5, 18))
    assert target.read_bytes() == whole.read_bytes()


def test_what_another_run_left_is_not_taken_up(records: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(str(records), str(target), Job(), Counting(2), "v", lambda _: None)
    with pytest.raises(InputError, match="belongs to a run on other records or with other options"):
        run(str(records), str(target), Job(Options(select=("DF1",))), Counting(), "v", lambda _: None)
    assert (Path(f"{target}.parts") / PART.format(0)).exists()


def killed(self: Job, line: bytes) -> bytes:
    """As ``Job.result``, but the process ends at one text, as by the kernel when memory is out."""
    if KILLER.encode() in line:
        os.kill(os.getpid(), signal.SIGKILL)
    return judged_line(line, self.options, timing=self.timing) + b"\n"


def test_a_record_that_ends_its_process_loses_no_other(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = records.read_bytes().splitlines(keepends=True)
    bad = json.dumps({"path": "bad", "text": KILLER, "id": "bad"}).encode() + b"\n"
    records.write_bytes(b"".join([*lines[:10], bad, *lines[10:]]))
    monkeypatch.setattr(Job, "result", killed)
    target = tmp_path / "out.jsonl"
    summary = run(str(records), str(target), Job(), Processes(2), "v", lambda _: None)
    found = results(target)
    assert (summary.records, summary.errors) == (121, 1)
    assert found[10] == {
        "id": "bad",
        "path": "bad",
        "error": "the process that judged it ended (out of memory, or killed)",
        "findings": [],
        "natures": [],
    }
    assert [one["id"] for one in found if one["id"] != "bad"] == list(range(120))


def test_partitions_wait_for_processes(records: Path) -> None:
    """So that memory does not grow with the input."""
    taken = 0

    def counted() -> Iterator[Partition]:
        nonlocal taken
        for partition in partitions(str(records)):
            taken += 1
            yield partition

    judged = Processes(1).judged(Job(), counted())
    next(judged)
    assert taken <= processes_module.WINDOW
    assert len(list(judged)) == 17


def test_parquet_in_and_out(records: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    rows = [json.loads(line) for line in records.read_bytes().splitlines()]
    source, target, plain = tmp_path / "in.parquet", tmp_path / "out.parquet", tmp_path / "out.jsonl"
    parquet.write_table(arrow.Table.from_pylist([*rows, {"path": "a", "text": None, "id": 999}]), source)
    run(str(source), str(target), Job(), Counting(), "v", lambda _: None)
    run(str(source), str(plain), Job(), Counting(), "v", lambda _: None)
    assert [one["id"] for one in results(plain)] == [*range(120), 999]
    expected = [{**one, "id": str(one["id"])} for one in results(plain)]
    found = parquet.read_table(target).to_pylist()
    assert found == expected
    assert found[-1]["error"] == "`text` is missing"


def test_what_is_missing_is_named(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pyarrow", "pyarrow.parquet", "distributed"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    for words in (["x.parquet"], ["x.jsonl", "--scheduler", "tcp://localhost:1"]):
        shown = CliRunner().invoke(main, ["batch", str(records), str(tmp_path / words[0]), *words[1:]])
        assert shown.exit_code == 2
        assert 'pip install "dfix[batch]"' in shown.output
    assert issubclass(MissingExtraError, ImportError)


@pytest.mark.parametrize("name", ["pipe.jsonl", "pipe.parquet", "endless.jsonl"])
def test_an_input_that_is_no_file(name: str, tmp_path: Path) -> None:
    """Nothing is waited for."""
    source = tmp_path / name
    if name.startswith("pipe"):
        os.mkfifo(source)
    else:
        source.symlink_to("/dev/zero")
    shown = CliRunner().invoke(main, ["batch", str(source), str(tmp_path / "out.jsonl")])
    assert shown.exit_code == 2
    assert "it is no regular file" in shown.output
    assert list(tmp_path.iterdir()) == [source]


def test_an_input_that_is_not_there(tmp_path: Path) -> None:
    shown = CliRunner().invoke(main, ["batch", str(tmp_path / "no.jsonl"), str(tmp_path / "out.jsonl")])
    assert shown.exit_code == 2
    assert "no.jsonl" in shown.output
    assert not (tmp_path / "out.jsonl").exists()


TWO = f"{GLIBC_ON_ALPINE}RUN ldconfig /x\n"
LIKELY = TWO.replace("FROM gcc:12", "FROM golang:1.22").replace("gcc -o /app a.c", "go build -o /app .")
FOR_AMD64 = (
    "FROM golang:1.22\nRUN CGO_ENABLED=0 GOARCH=amd64 go build -o /app .\nFROM alpine\nCOPY --from=0 /app /app\n"
)


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        pytest.param(TWO, [], ["DF101", "DF301"], id="all rules"),
        pytest.param(TWO, ["--select", "useless-ldconfig"], ["DF301"], id="a rule by its name"),
        pytest.param(TWO, ["--ignore", "DF3,DF5"], ["DF101"], id="without some"),
        pytest.param(LIKELY, ["--min-confidence", "certain"], ["DF301"], id="what is certain"),
        pytest.param(FOR_AMD64, [], [], id="this machine's platform"),
        pytest.param(FOR_AMD64, ["--platform", "linux/arm64"], ["DF104"], id="another platform"),
    ],
)
def test_options_of_the_analysis_decide(text: str, words: list[str], codes: list[str], tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [{"path": "Dockerfile", "text": text}])
    shown = CliRunner().invoke(main, ["batch", str(source), str(tmp_path / "out.jsonl"), "--jobs", "1", *words])
    assert shown.exit_code == 0, shown.output
    (result,) = results(tmp_path / "out.jsonl")
    assert [finding["code"] for finding in result["findings"]] == codes  # type: ignore[attr-defined]


def test_a_rule_that_is_none_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [])
    shown = CliRunner().invoke(main, ["batch", str(source), str(tmp_path / "out.jsonl"), "--select", "forein-libc"])
    assert shown.exit_code == 2
    assert "did you mean foreign-libc?" in shown.output


def test_seconds_only_where_they_are_asked_for_and_nothing_said_where_it_is_not(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [{"path": "Dockerfile", "text": TWO}])
    timed = CliRunner().invoke(main, ["batch", str(source), str(tmp_path / "a.jsonl"), "--jobs", "1", "--timing"])
    assert timed.stderr == "1 record: 1 with findings, 0 with an error\n"
    quiet = CliRunner().invoke(main, ["batch", str(source), str(tmp_path / "b.jsonl"), "--jobs", "1", "--quiet"])
    assert quiet.output == ""
    assert "seconds" in results(tmp_path / "a.jsonl")[0]
    assert "seconds" not in results(tmp_path / "b.jsonl")[0]
