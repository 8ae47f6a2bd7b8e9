"""What is installed with dfix: no finding depends on an extra, and a missing extra says in one line what to install."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from elf import GLIBC
from image import docker_save, layer

from dfix.text.toml import toml_table

ROOT = Path(__file__).parent.parent
PROJECT: Any = toml_table((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Distributions whose packages have other names, or bring several.
PACKAGES = {
    "dockerfile-parse": "dockerfile_parse", "tree-sitter": "tree_sitter", "tree-sitter-bash": "tree_sitter_bash",
    "pyelftools": "elftools", "ruamel.yaml": "ruamel", "python-hcl2": "hcl2 lark", "dask": "dask distributed",
    "pygls": "pygls lsprotocol", "mcp": "mcp pydantic", "httpx": "httpx certifi",
}  # fmt: skip
# What may import the packages of an extra: whole commands, and an archive's compression.
USERS = {
    "lsp": ("lsp/",),
    "review": ("review/forges/http.py",),
    "mcp": ("mcp/",),
    "batch": ("batch/",),
    "registry": ("lock/registry/", "inspect/members.py"),
}


def packages(requirements: list[str]) -> set[str]:
    """The names that these distributions are imported by."""
    names = (re.split(r"[^\w.-]", one)[0] for one in requirements)
    return {package for name in names for package in PACKAGES.get(name, name).split()}


# Runs dfix as if a package were not installed.
WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {package!r}:
            raise ModuleNotFoundError("No module named " + name, name=name)
sys.meta_path.insert(0, Missing())
sys.argv = ["dfix", *{words!r}]
from dfix.__main__ import main
sys.exit(main())
"""
CORE = packages(PROJECT["dependencies"])
EXTRAS = {extra: packages(PROJECT["optional-dependencies"][extra]) for extra in USERS}


def imports() -> Iterator[tuple[str, str]]:
    """Each file of dfix with each package of others that it imports."""
    for path in sorted((ROOT / "dfix").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            tops = {name.partition(".")[0] for name in names} - {*sys.stdlib_module_names, "dfix", "compression"}
            yield from ((path.relative_to(ROOT / "dfix").as_posix(), top) for top in tops)


def test_only_what_an_extra_is_for_needs_its_packages() -> None:
    """A finding is the same on every machine: what decides it is always installed."""
    wrong = [
        (path, package)
        for path, package in imports()
        if package not in CORE
        and not any(package in EXTRAS[extra] and path.startswith(paths) for extra, paths in USERS.items())
    ]
    assert wrong == []


def test_every_package_of_the_core_is_used() -> None:
    """The grammar of bash is imported by its name as a text."""
    used = {package for _, package in imports()}
    assert CORE - used == {"tree_sitter_bash"}
    assert "tree_sitter_bash" in (ROOT / "dfix" / "syntax" / "shell.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("extra", "package", "words"),
    [
        ("lsp", "pygls", ["lsp"]),
        ("lsp", "pygls", ["lsp", "--check"]),
        ("mcp", "mcp", ["mcp"]),
        ("review", "httpx", ["review", "--diff", "change.diff", "--post", "--api", "http://127.0.0.1:1", "--repo", "o/n", "--number", "1", "--commit", "1"]),
        ("registry", "httpx", ["images", "--ask", "registry.corp/x:1"]),
        ("registry", "zstandard", ["inspect", "image.tar"]),
        ("batch", "pyarrow", ["batch", "in.parquet", "out.parquet"]),
        ("batch", "distributed", ["batch", "in.jsonl", "out.jsonl", "--scheduler", "tcp://127.0.0.1:1"]),
    ],
)  # fmt: skip
def test_a_missing_extra_says_what_to_install(extra: str, package: str, words: list[str], tmp_path: Path) -> None:
    if package == "zstandard" and sys.version_info >= (3, 14):
        pytest.skip("Python brings zstd")
    (tmp_path / "in.jsonl").write_text('{"path": "Dockerfile", "text": "FROM alpine"}\n')
    (tmp_path / "in.parquet").write_bytes(b"PAR1")
    (tmp_path / "image.tar").write_bytes(docker_save([zstandard.compress(layer({"app": GLIBC}))]))
    text = "FROM gcc:12\nRUN gcc -o /a a.c\nFROM alpine\nCOPY --from=0 /a /a\n"
    (tmp_path / "Dockerfile").write_text(text)
    lines = "".join(f"+{line}\n" for line in text.splitlines())
    (tmp_path / "change.diff").write_text(f"--- /dev/null\n+++ b/Dockerfile\n@@ -0,0 +1,4 @@\n{lines}")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "GITHUB_TOKEN": "x"}
    code = WITHOUT.format(package=package, words=words)
    call = [sys.executable, "-c", code]
    done = subprocess.run(
        call, cwd=tmp_path, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode in (1, 2), done.stdout
    (line,) = done.stderr.strip().splitlines()
    assert line.endswith(f'pip install "dfix[{extra}]"')
