"""The cases under corpus/: whole Dockerfiles with expected findings and expected repaired texts.

`python scripts/corpus.py NAME…` writes the repaired texts of these cases anew (of all without names), and
``expected.json`` where there is none. Read what `git diff` says before you commit them.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from dfix import Applicability, Family, Options, analyse, fix
from dfix.context import Folder
from dfix.plan import BuildOptions
from dfix.text import readable

CORPUS = Path(__file__).parent.parent / "corpus"
# Expected texts by file name: after the safe fixes, after all, and after all of each preference. A
# text that equals the one it falls back to has no file.
FALLBACK = {"fixed": None, "fixed-unsafe": "fixed", **{f"fixed-{family.value}": "fixed-unsafe" for family in Family}}


class Case(NamedTuple):
    """One folder: the file, what is expected of it, and the repaired texts by name (see ``FALLBACK``).

    Its ``context`` folder, where there is one, is the build context; ``path.txt`` has the file's path in a project.
    """

    name: str
    data: bytes
    findings: list[dict[str, object]]
    repaired: Mapping[str, bytes]

    @property
    def options(self) -> Options:
        """What the engine is asked."""
        folder, path = CORPUS / self.name / "context", CORPUS / self.name / "path.txt"
        build = BuildOptions(path=path.read_text(encoding="utf-8").strip() if path.exists() else "")
        return Options(build, context=Folder(str(folder)) if folder.is_dir() else None)


def cases() -> Iterator[Case]:
    """All cases, by name."""
    for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        data = (folder / "Dockerfile").read_bytes()
        path = folder / "expected.json"
        expected = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"findings": []}
        repaired: dict[str, bytes] = {}
        for name, otherwise in FALLBACK.items():
            path = folder / f"{name}.Dockerfile"
            repaired[name] = path.read_bytes() if path.exists() else repaired[otherwise] if otherwise else data
        yield Case(folder.name, data, expected["findings"], repaired)


def findings_of(case: Case) -> list[dict[str, object]]:
    """What dfix finds in a case's file, as ``expected.json`` has it; lines and columns count from one."""
    analysis = analyse(case.data, case.options)
    return [
        {
            "code": finding.code,
            "line": (position := analysis.source.position(finding.span.start)).line + 1,
            "column": position.column + 1,
            "words": readable(analysis.source.text[finding.span.start : finding.span.end]),
            "severity": finding.severity.value,
            "confidence": finding.confidence.word,
        }
        for finding in analysis.findings
    ]


def repair(case: Case, data: bytes, name: str) -> bytes:
    """What dfix makes of a case's file, repaired before or not, by the name of the expected text."""
    if name == "fixed":
        return fix(data, case.options).data
    family = name.removeprefix("fixed-")
    prefer = None if family == "unsafe" else Family(family)
    return fix(data, case.options._replace(prefer=prefer), Applicability.UNSAFE).data


def renew(case: Case) -> None:
    """Write the repaired texts of a case as dfix makes them now; what is expected of a new case, too."""
    expected = CORPUS / case.name / "expected.json"
    if not expected.exists():
        text = json.dumps({"findings": findings_of(case)}, indent=2, ensure_ascii=False)
        expected.write_text(f"{text}\n", encoding="utf-8")
    made = {name: repair(case, case.data, name) for name in FALLBACK}
    for name, otherwise in FALLBACK.items():
        path = CORPUS / case.name / f"{name}.Dockerfile"
        if made[name] == (made[otherwise] if otherwise else case.data):
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(made[name])


if __name__ == "__main__":
    for one in cases():
        if not sys.argv[1:] or one.name in sys.argv[1:]:
            renew(one)
