"""Change one thing in a module and see whether a test fails: ``python scripts/mutation_score.py --sample 40 --seed 1``.

Works in a copy of the checkout. Each mutant is one changed comparison, condition, number or operator, or a statement
left out. It is killed where the tests of its area fail or take too long; a survivor is tried on the
corpus, the pages and the tests of locked images too.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
# Where the code is, and the tests that should notice.
AREAS = {
    "trace/state": ("dfix/trace/state", ["tests/trace", "tests/test_tristate.py"]),
    "rules": ("dfix/rules", ["tests/rules", "tests/test_rules.py", "tests/test_findings.py"]),
    "edit": ("dfix/edit", ["tests/edit", "tests/fixes", "tests/test_rules.py"]),
    "engine": ("dfix/engine", ["tests/engine", "tests/properties/test_invariants.py", "tests/run/test_interactive.py"]),
}
EVERY = ["tests/test_corpus.py", "tests/scripts/test_pages.py", "tests/lock"]
# It counts calls for minutes, and tells how fast a function is, not whether it is right.
SLOW = "tests/engine/test_growth.py"
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
LONGEST = 400


def changed(node: ast.AST) -> str | None:
    """Change a node in place, and say what was done; None for one that is left alone."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        node.ops[0] = COMPARISONS[type(node.ops[0])]()
        return "another comparison"
    if isinstance(node, ast.BoolOp):
        node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        return "and for or"
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        node.op = ARITHMETIC[type(node.op)]()
        return "another operator"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        node.value = (not node.value) if isinstance(node.value, bool) else node.value + 1
        return "another constant"
    if isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return "the other branch"
    return _left_out(node)


def _left_out(node: ast.AST) -> str | None:
    if isinstance(node, ast.Return) and not (node.value is None or _is_nothing(node.value)):
        node.value = ast.Constant(None)
        return "it returns None"
    if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
        node.value = ast.Constant(None)
        return "a statement is left out"
    return None


def _is_nothing(node: ast.expr) -> bool:
    """Whether None in its place would mean the same to most callers."""
    return isinstance(node, ast.Constant) and node.value in (None, False)


def mutants(path: Path) -> Iterator[tuple[int, str, str]]:
    """Every mutant of a module: its line, what was done, its text."""
    text = path.read_text(encoding="utf-8")
    for number in range(len(_inside_functions(ast.parse(text)))):
        tree = ast.parse(text)
        node = _inside_functions(tree)[number]
        done = changed(node)
        if done:
            yield getattr(node, "lineno", 0), done, ast.unparse(ast.fix_missing_locations(tree))


def _inside_functions(tree: ast.Module) -> list[ast.AST]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    seen: dict[int, ast.AST] = {}
    for function in functions:
        for statement in function.body:
            seen.update((id(node), node) for node in ast.walk(statement))
    return list(seen.values())


def is_killed(copy: Path, tests: list[str]) -> bool:
    """Whether a test fails."""
    options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not real", f"--ignore={SLOW}"]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def sample(area: str, size: int, chance: Random) -> list[tuple[Path, int, str, str]]:
    """Some mutants of an area, the same for the same chance."""
    folder = ROOT / AREAS[area][0]
    files = [path for path in sorted(folder.rglob("*.py")) if "examples" not in path.parts and path.name[0] != "_"]
    every = [(path, *mutant) for path in files for mutant in mutants(path)]
    return chance.sample(every, min(size, len(every)))


def main() -> int:
    """Print each survivor, and the score of each area."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--area", choices=AREAS, action="append")
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-others", action="store_true", help="do not try survivors on other tests")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "node_modules", "*.venv", ".hypothesis"))
        for area in options.area or AREAS:
            _score(area, copy, options)
    return 0


def _score(area: str, copy: Path, options: argparse.Namespace) -> None:
    if is_killed(copy, AREAS[area][1]):
        sys.exit(f"{area}: its tests fail before anything is changed: run pytest {' '.join(AREAS[area][1])}")
    counts: Counter[str] = Counter()
    for path, line, done, text in sample(area, options.sample, Random(options.seed)):  # noqa: S311 - a sample
        target = copy / path.relative_to(ROOT)
        before = target.read_bytes()
        target.write_text(text, encoding="utf-8")
        if is_killed(copy, AREAS[area][1]):
            counts["killed"] += 1
        elif not options.no_others and is_killed(copy, EVERY):
            counts["by other tests"] += 1
        else:
            counts["survived"] += 1
            print(f"  {path.relative_to(ROOT)}:{line}: {done}", flush=True)
        target.write_bytes(before)
    print(f"{area}: {dict(counts)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
