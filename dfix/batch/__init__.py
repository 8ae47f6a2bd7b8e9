"""Many Dockerfiles that are records of a data set, not files: ``judge`` is one record in, one result out.

Start with ``judge.py``, which is pure. ``run.py`` reads records in partitions, has them judged on this machine
(``processes.py``) or on a Dask cluster (``cluster.py``), and writes the results in their order.
"""

from dfix.batch.judge import Record, Result, judge

__all__ = ["Record", "Result", "judge"]
