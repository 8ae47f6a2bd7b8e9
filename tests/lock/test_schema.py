"""The schema describes every file that `dfix lock` writes, and no other."""

import json
from pathlib import Path

import jsonschema
import pytest
from corp import folders

from dfix.images.lock import Built
from dfix.lock.file import LockFile
from dfix.lock.schema import lock_schema
from dfix.lock.sources import Sources, measure


def test_every_entry_fits(tmp_path: Path) -> None:
    file = LockFile(str(tmp_path / "dfix.lock"))
    for reference, folder in folders(tmp_path).items():
        sources = Sources((f"{reference}={folder}",))
        for entry in measure(sources, reference, (), ("/usr/local/bin/tool", "/usr/bin", "/none")):
            file.entries[entry["image"], entry["platform"]] = entry
    file.built["corp/base:1"] = Built("base/Dockerfile", "base", "run", {"A": "b"})
    table = json.loads(file.text)
    assert len(table["images"]) == 7
    jsonschema.validate(table, lock_schema())
    table["images"][0]["unknown"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(table, lock_schema())
    file.write()
    assert LockFile(file.path).text == file.text
