"""The update of the official images, on a small made-up clone."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from update_official import read_manifest, update

from dfix.images import facts

OLD = """Maintainers: A <a@example.com>
GitRepo: https://example.com/tool.git

Tags: 1.0-bookworm, 1-bookworm
SharedTags: 1.0, 1, latest
Architectures: amd64
Directory: 1.0/bookworm

Tags: 1.0-alpine3.20, 1.0-alpine
Architectures: amd64
Directory: 1.0/alpine3.20

Tags: 1.0-windowsservercore-ltsc2022
SharedTags: 1.0, latest
Architectures: windows-amd64
Directory: 1.0/windows
"""
NEW = OLD.replace("bookworm", "trixie").replace("1.0-", "1.1-").replace("SharedTags: 1.0", "SharedTags: 1.1")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "clone"
    (folder / "library").mkdir(parents=True)
    for day, text in (("2026-09-01", OLD), ("2026-10-01", NEW)):
        (folder / "library" / "tool").write_text(text)
        for words in (["init", "-q"], ["add", "."], ["commit", "-qm", day]):
            who = {
                "GIT_AUTHOR_NAME": "a",
                "GIT_AUTHOR_EMAIL": "a@b",
                "GIT_COMMITTER_NAME": "a",
                "GIT_COMMITTER_EMAIL": "a@b",
            }
            when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
            environment = {**os.environ, **who, **when, "GIT_CONFIG_GLOBAL": os.devnull}
            subprocess.run(["git", "-C", str(folder), *words], check=True, env=environment)
    return folder


def test_manifest_blocks() -> None:
    blocks = list(read_manifest(OLD))
    assert [block.directory for block in blocks] == ["1.0/bookworm", "1.0/alpine3.20"]
    assert blocks[0].tags == ("1.0-bookworm", "1-bookworm", "1.0", "1", "latest")


def test_old_one_line_manifests() -> None:
    (block,) = read_manifest("latest: git://example.com/x@0123 jessie/\n")
    assert block.tags == ("latest",)


def test_update(clone: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "official").mkdir(parents=True)
    shutil.copy(facts.tag_words.path, data)
    summary = update(clone, data, None)
    assert summary == "1 images up to 2026-10-01; 0 tags of unknown system left as they were"
    entry = json.loads((data / "official" / "tool.json").read_text())
    assert entry["fixed"] == {"alpine-3.20": "1.0 1.1 + -alpine", "debian-12": "1.0", "debian-13": "1.1"}
    assert entry["moved"] == [["2013-07-09 debian-12; 2026-10-01 debian-13", "1 latest"]]
    assert entry["named"]["bookworm"] == "1.0 1 + -@"
    assert entry["named"]["trixie"] == "1.1 1 + -@"
    assert json.loads((data / "tag_words.json").read_text())["as_of"] == "2026-10-01"
    before = (data / "official" / "tool.json").read_bytes()
    update(clone, data, "2026-08-01")
    assert (data / "official" / "tool.json").read_bytes() == before
