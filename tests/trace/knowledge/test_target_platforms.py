"""The files beside a Dockerfile are read in the folder of its context only, and for that Dockerfile only."""

from pathlib import Path

import pytest

from dfix.context import Folder
from dfix.trace.knowledge.target_platforms import targets

BUILD = "docker buildx build --platform linux/arm64"


@pytest.mark.parametrize(
    ("files", "dockerfile", "expected"),
    [
        ({"Makefile": f"a:\n\t{BUILD} .\n"}, "Dockerfile", {"arm64": "Makefile"}),
        ({"Makefile": f"a:\n\t{BUILD} .\n", ".dockerignore": "*\n"}, "Dockerfile", {"arm64": "Makefile"}),
        ({"Makefile": f"a:\n\t{BUILD} -f Dockerfile.b .\n"}, "Dockerfile", {}),
        ({"Makefile": f"a:\n\t{BUILD} -f ./Dockerfile.b .\n"}, "Dockerfile.b", {"arm64": "Makefile"}),
        ({"Makefile": f"a:\n\t{BUILD} -f docker/app .\n"}, "docker/app", {"arm64": "Makefile"}),
        ({"docs/notes.txt": BUILD, "sub/Makefile": f"a:\n\t{BUILD} .\n"}, "Dockerfile", {}),
        ({"docker-bake.hcl": 'target "a" { platforms = ["linux/arm64"'}, "Dockerfile", {}),
        ({"Makefile": f"a:\n\t{BUILD},linux/amd64 -f Dockerfile.amd64 .\n"}, "Dockerfile.amd64", {"amd64": "Makefile"}),
        ({}, "Dockerfile", {}),
    ],
)
def test_targets(tmp_path: Path, files: dict[str, str], dockerfile: str, expected: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = targets(Folder(str(tmp_path), str(tmp_path / dockerfile)))
    assert {architecture: target.file for architecture, target in found.items()} == expected


def test_nothing_is_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text(f"a:\n\t{BUILD} .\n", encoding="utf-8")
    inside = tmp_path / "context"
    inside.mkdir()
    (inside / "Makefile").symlink_to("../outside")
    assert targets(Folder(str(inside), str(inside / "Dockerfile"))) == {}
    assert targets(None) == {}
