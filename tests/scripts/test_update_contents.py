"""The contents of images are made from manifests and Dockerfiles."""

import json
import subprocess
from pathlib import Path

import pytest
from update_contents import main, read_manifest

MANIFEST = """Maintainers: Someone <someone@example.org> (@someone)
GitRepo: https://github.com/some/demo.git

Tags: 1.0, 1, latest, 1.0-bookworm
SharedTags: shared
Architectures: amd64, arm64v8
GitCommit: {commit}
Directory: full

Tags: 1.0-slim
Architectures: arm64v8
GitCommit: {commit}
Directory: slim

Tags: 1.0-windowsservercore
Architectures: windows-amd64
GitCommit: {commit}
Directory: windows
"""
DOCKERFILE = """FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl gosu
ENV PATH /opt/demo/bin:$PATH
RUN set -eux; \\
\tsavedAptMark="$(apt-mark showmanual)"; \\
\tapt-get install -y --no-install-recommends gcc make libssl-dev; \\
\tmake; \\
\tapt-mark auto '.*' > /dev/null; \\
\tapt-mark manual $savedAptMark; \\
\tfind /opt -type f -exec ldd '{}' ';' | xargs -r apt-mark manual; \\
\tapt-get purge -y --auto-remove
COPY docker-entrypoint.sh /usr/local/bin/
COPY demo /opt/demo/bin/demo
"""


def commit(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)
    done = subprocess.run(["git", "-C", str(folder), "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_manifest() -> None:
    blocks = list(read_manifest(MANIFEST.format(commit="abc")))
    assert [block.tags for block in blocks] == [("1.0", "1", "latest", "1.0-bookworm", "shared")]
    assert blocks[0].clone == "some+demo"
    assert blocks[0].place == "abc:full/Dockerfile"


def test_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    derived = "FROM demo:1.0\nRUN apt-get update && apt-get install -y --no-install-recommends git\n"
    upstream = commit(tmp_path / "clones" / "some+demo", {"full/Dockerfile": DOCKERFILE, "web/Dockerfile": derived})
    manifest = MANIFEST.format(commit=upstream)
    web = manifest.replace("Directory: full", "Directory: web")
    commit(tmp_path / "official", {"library/demo": manifest, "library/demoweb": web})
    data = tmp_path / "data"
    data.mkdir()
    words = [str(tmp_path / "official"), str(tmp_path / "clones"), "--data", str(data)]
    monkeypatch.setattr("sys.argv", ["update_contents.py", *words])
    assert main() == 0
    demo = json.loads((data / "demo.json").read_text(encoding="utf-8"))
    assert demo["source"] == "the Dockerfiles of github.com/some/demo"
    libraries = demo["variants"][""].pop("libraries").split()
    assert "libssl.so.3" in libraries
    assert "libpq.so.5" not in libraries
    assert demo["variants"][""] == {
        "packages": "curl gosu",
        "some_packages": "",
        "known": "",
        "programs": "demo docker-entrypoint.sh",
        "some_programs": "",
        "open": "",
    }
    web = json.loads((data / "demoweb.json").read_text(encoding="utf-8"))
    assert web["variants"][""]["packages"] == "curl git gosu"
    assert web["variants"][""]["programs"] == "demo docker-entrypoint.sh"
