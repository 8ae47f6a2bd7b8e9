"""``dfix batch --scheduler``: a Dask cluster says the same as this machine, byte for byte."""

import json
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus import cases
from dfix.batch import source as source_module
from dfix.batch.cluster import Cluster
from dfix.batch.processes import Processes
from dfix.batch.run import run
from dfix.batch.source import partitions
from dfix.batch.work import Job
from dfix.cli import main

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two processes on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            yield cluster.scheduler_address


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(source_module, "MOST_RECORDS", 7)
    lines = [
        json.dumps({"path": f"{case.name}/Dockerfile", "text": case.data.decode("utf-8", "replace"), "id": number})
        for number, case in enumerate(list(cases())[:60])
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join([*lines, "no record", ""]))
    return path


def test_a_cluster_says_what_this_machine_says(scheduler: str, records: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    run(str(records), str(here), Job(), Processes(2), "v", lambda _: None)
    shown = CliRunner().invoke(main, ["batch", str(records), str(there), "--scheduler", scheduler])
    assert shown.exit_code == 0, shown.output
    assert "61 records" in shown.output
    assert there.read_bytes() == here.read_bytes()


def test_a_worker_that_is_killed_loses_nothing(scheduler: str, records: Path, tmp_path: Path) -> None:
    """Another one does what it was at; the results are those of this machine."""
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    run(str(records), str(here), Job(), Processes(1), "v", lambda _: None)
    with distributed.Client(scheduler, set_as_default=False) as client:
        workers = list(client.run(os.getpid).values())
    killed: list[int] = []

    def kill(_: object) -> None:
        if not killed:
            killed.append(workers[0])
            os.kill(workers[0], signal.SIGKILL)

    run(str(records), str(there), Job(), Cluster(scheduler), "v", kill)
    assert killed
    assert there.read_bytes() == here.read_bytes()


class Killing(Job):
    """Ends its process at one text, as the kernel does when memory is out."""

    def result(self, line: bytes) -> bytes:
        """As ``Job.result``."""
        if b"FROM kill" in line:
            os.kill(os.getpid(), signal.SIGKILL)
        return Job(self.options, self.timing).result(line)


def test_a_record_that_ends_its_workers_loses_no_other(
    scheduler: str, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloudpickle = pytest.importorskip("cloudpickle")
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    lines = records.read_bytes().splitlines(keepends=True)
    bad = json.dumps({"path": "bad", "text": "FROM kill", "id": "bad"}).encode() + b"\n"
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    run(str(records), str(here), Job(), Processes(1), "v", lambda _: None)
    records.write_bytes(b"".join([*lines[:10], bad, *lines[10:]]))
    run(str(records), str(there), Killing(), Cluster(scheduler), "v", lambda _: None)
    found, expected = (path.read_bytes().splitlines() for path in (there, here))
    assert json.loads(found[10])["error"] == "the process that judged it ended (out of memory, or killed)"
    assert [*found[:10], *found[11:]] == expected


def test_what_a_cluster_began_goes_on_from_what_is_written(scheduler: str, records: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    run(str(records), str(here), Job(), Processes(1), "v", lambda _: None)
    shown: list[object] = []

    def interrupt(progress: object) -> None:
        shown.append(progress)
        if len(shown) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(str(records), str(there), Job(), Cluster(scheduler), "v", interrupt)
    written = sorted(Path(f"{there}.parts").glob("*.jsonl"))
    assert len(written) == 3
    before, after = [path.stat().st_mtime_ns for path in written], []

    def look(_: object) -> None:
        after[:] = [path.stat().st_mtime_ns for path in written]

    run(str(records), str(there), Job(), Cluster(scheduler), "v", look)
    assert there.read_bytes() == here.read_bytes()
    assert before == after


class Failed:
    """A future whose workers were lost, each time that it was tried."""

    key, status = "k", "error"


def test_a_partition_that_ends_its_workers_is_judged_here(records: Path) -> None:
    first = next(partitions(str(records)))
    cluster = Cluster.__new__(Cluster)
    done = cluster._finished(Job(), Failed(), {"k": first})
    assert done == Job().done(first)
    assert len(done.lines.splitlines()) == len(first.lines)
