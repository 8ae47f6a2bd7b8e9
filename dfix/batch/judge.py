"""One record in, one result out. Nothing is read, written or kept, so any process on any machine may do it."""

import time
from collections.abc import Mapping

from dfix.engine import Options, analyse
from dfix.findings import Finding
from dfix.hosts import HostError, is_host
from dfix.plan import BuildError
from dfix.report.json import finding_object
from dfix.run.files import FileError, check
from dfix.text import Source, readable
from dfix.trace.result import Trace
from dfix.values import NamedTuple


class Record(NamedTuple):
    """One file: ``path`` tells its kind, ``text`` is all of it; ``id`` comes back with the result.

    ``context`` are texts of files beside it, by their names (see ``dfix/context/digest.py``); None: not known.
    """

    path: str
    text: str
    id: str | int | None = None
    context: Mapping[str, str] | None = None


class Result(NamedTuple):
    """What dfix says of a record; ``error`` where it cannot be judged, empty otherwise.

    ``findings`` are as in the output of ``--format json``, fixes and edits included; ``natures`` tell of each
    native file that landed in a shipped stage what it is. ``seconds`` is the time that it took, the only value that
    differs between two runs.
    """

    id: str | int | None
    path: str
    error: str = ""
    findings: tuple[dict[str, object], ...] = ()
    natures: tuple[dict[str, object], ...] = ()
    seconds: float = 0.0

    def as_object(self, *, timing: bool = False) -> dict[str, object]:
        """For JSON."""
        told: dict[str, object] = {
            "id": self.id,
            "path": self.path,
            "error": self.error or None,
            "findings": list(self.findings),
            "natures": list(self.natures),
        }
        return {**told, "seconds": round(self.seconds, 6)} if timing else told


def judge(record: Record, options: Options = Options()) -> Result:
    """What dfix says of a record; whatever happens, there is a result."""
    start = time.perf_counter()
    try:
        result = _judged(record, options)
    except (FileError, HostError, BuildError) as error:
        result = Result(record.id, record.path, str(error))
    except Exception as error:  # noqa: BLE001 - an own fault concerns one record; the others go on
        result = Result(record.id, record.path, f"dfix failed on this record ({type(error).__name__}: {error})")
    return result._replace(seconds=time.perf_counter() - start)


def _judged(record: Record, options: Options) -> Result:
    data = check(record.path, record.text.encode("utf-8", "surrogateescape"))
    own = options._replace(build=options.build._replace(path=record.path))
    if record.context is not None:
        from dfix.context.digest import Digest

        own = own._replace(context=Digest(record.context, record.path.rpartition("/")[2]))
    if is_host(record.path):
        from dfix.run.host_files import analyse_host

        return _result(record, Source(data), analyse_host(record.path, data, own).findings)
    analysis = analyse(data, own)
    return _result(record, analysis.source, analysis.findings)._replace(natures=natures(analysis.trace))


def _result(record: Record, source: Source, findings: tuple[Finding, ...]) -> Result:
    return Result(record.id, record.path, "", tuple(finding_object(source, finding) for finding in findings))


def natures(trace: Trace) -> tuple[dict[str, object], ...]:
    """Each native file that landed in a shipped stage: where, what it is, how sure that is, what becomes of it."""
    return tuple(
        {
            "stage": readable(landing.stage.stage.label),
            "path": readable(landed.path).replace("\0", "…"),
            "kind": landed.artifact.kind.value,
            "linkage": landed.artifact.linkage.value,
            "libc": landed.artifact.abi.libc.value if landed.artifact.abi else None,
            "release": landed.artifact.abi.title if landed.artifact.abi else None,
            "language": landed.artifact.language or None,
            "architecture": landed.artifact.arch,
            "confidence": landed.artifact.confidence.word,
            "outcome": landing.outcome.value,
        }
        for landing in trace.landings
        for landed in landing.landed
    )
