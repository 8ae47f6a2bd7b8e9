"""Put the playground together: a directory that any web server can serve, with all that the page loads.

``python scripts/playground.py OUT``, after ``npm ci --ignore-scripts`` in ``playground/``. The page loads nothing from
elsewhere.
"""

import argparse
import shutil
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dfix.report.html.page import style

PAGE = ROOT / "playground"
OWN = ("index.html", "app.js", "worker.js", "playground.css")
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
# What the analysis of one text does not need.
LEFT_OUT = frozenset({"batch", "cli", "examples", "inspect", "lsp", "prove", "review", "__pycache__"})
# Every run makes the same archive.
DAY = (1980, 1, 1, 0, 0, 0)


def build(out: Path, modules: Path) -> None:
    """Write the directory; what is in it already is replaced."""
    out.mkdir(parents=True, exist_ok=True)
    for name in OWN:
        shutil.copyfile(PAGE / name, out / name)
    (out / "page.css").write_text(style(), encoding="utf-8")
    shutil.copyfile(ROOT / "dfix" / "report" / "html" / "page.js", out / "page.js")
    _copy([modules / "pyodide" / name for name in PYODIDE], out / "pyodide")
    parser = modules / "web-tree-sitter"
    grammar = modules / "tree-sitter-bash" / "tree-sitter-bash.wasm"
    _copy([parser / "web-tree-sitter.js", parser / "web-tree-sitter.wasm", grammar], out / "tree-sitter")
    archive(out / "dfix.zip")


def archive(path: Path) -> None:
    """Write the archive with the Python that the page runs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        _add(packed, ROOT / "dfix")
        _add(packed, _package("dockerfile_parse"))


def _copy(files: list[Path], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)


def _package(name: str) -> Path:
    """The directory of an installed package that is Python alone."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed")
    return Path(spec.origin).parent


def _add(packed: zipfile.ZipFile, package: Path) -> None:
    for path in sorted(package.rglob("*")):
        inner = path.relative_to(package.parent)
        if path.is_file() and LEFT_OUT.isdisjoint(inner.parts):
            packed.writestr(zipfile.ZipInfo(inner.as_posix(), DAY), path.read_bytes(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--modules", type=Path, default=PAGE / "node_modules")
    given = parser.parse_args()
    if not (given.modules / "pyodide").is_dir():
        raise SystemExit(f"{given.modules} has no pyodide: npm ci --ignore-scripts in playground/")
    build(given.out, given.modules)
    print(f"python -m http.server --directory {given.out}")
