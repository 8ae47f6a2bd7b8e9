"""``dfix batch --scheduler``: a Dask cluster says the same as this machine, byte for byte."""

import json
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
from dfix.batch.work import Done, Job
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
    assert "61 records" in shown.stderr
    assert there.read_bytes() == here.read_bytes()


class Failed:
    """A future whose workers were lost, each time that it was tried."""

    key, status = "k", "error"


def test_a_partition_that_ends_its_workers_is_judged_here(records: Path) -> None:
    first = next(partitions(str(records)))
    cluster = Cluster.__new__(Cluster)
    done = cluster._finished(Job(), Failed(), {"k": first})
    assert done == Done(first, Job().judged(first))
