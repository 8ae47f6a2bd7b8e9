"""The cases under corpus/: whole Dockerfiles with expected findings and expected repaired text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CORPUS = Path(__file__).parent.parent / "corpus"


class Case(NamedTuple):
    """One folder: the file, what is expected of it, and the text after safe and after all fixes."""

    name: str
    data: bytes
    findings: list[dict[str, object]]
    fixed: bytes
    fixed_unsafe: bytes


def cases() -> Iterator[Case]:
    """All cases, by name."""
    for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        data = (folder / "Dockerfile").read_bytes()
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        fixed = _text(folder / "fixed.Dockerfile", data)
        yield Case(folder.name, data, expected["findings"], fixed, _text(folder / "fixed-unsafe.Dockerfile", fixed))


def _text(path: Path, otherwise: bytes) -> bytes:
    return path.read_bytes() if path.exists() else otherwise
