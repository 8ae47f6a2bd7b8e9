"""Whether a finding is true of the image that was built."""

from collections.abc import Iterator
from enum import Enum

from dfix.findings import Finding
from dfix.inspect.judge import Judge, Verdict, verdicts
from dfix.inspect.tree import Entry, Root
from dfix.values import NamedTuple

# Findings on libraries that programs do not find, and on files that nobody may execute.
MISSING_LDCONFIG, NOT_EXECUTABLE = "DF303", "DF503"


class Outcome(Enum):
    """What the built image says of a finding."""

    FAILS = "proved: fails"
    RUNS = "disproved: runs"
    UNDECIDED = "not decided"


class Proof(NamedTuple):
    """An outcome, and why."""

    outcome: Outcome
    reason: str


class Image:
    """A built image and the verdicts on its files."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.judge = Judge(root)
        self.failing = tuple(one for one in verdicts(root) if one.problems and (one.is_program or one.is_add_on))

    def proof(self, finding: Finding) -> Proof:
        """What the image says of a finding."""
        if not finding.files:
            return Proof(Outcome.UNDECIDED, "it is about no file of the image")
        if finding.code == MISSING_LDCONFIG:
            return self._of_libraries(finding.files)
        proofs = [self._of_file(path, finding.code) for path in finding.files]
        for outcome in (Outcome.FAILS, Outcome.UNDECIDED):
            for one in proofs:
                if one.outcome is outcome:
                    return one
        return proofs[0]

    def _of_file(self, path: str, code: str) -> Proof:
        if "/" not in path:
            return self._of_program(path)
        files = list(self._files(path))
        if not files:
            return Proof(Outcome.UNDECIDED, f"{path} is not in the image")
        if code == NOT_EXECUTABLE:
            executable = any(entry.executable for _, entry in files)
            return Proof(Outcome.RUNS, f"{path} is executable") if executable else _fails(path, "it is not executable")
        judged = [verdict for one, entry in files if (verdict := self.judge.verdict(one, entry))]
        return _of_verdicts(path, judged)

    def _of_program(self, name: str) -> Proof:
        found = (self.root.find(f"{directory}/{name}") for directory in self.root.search_path)
        place = next((one[0] for one in found if one), "")
        return Proof(Outcome.RUNS, f"{place} is there") if place else _fails(name, "it is not on PATH")

    def _of_libraries(self, paths: tuple[str, ...]) -> Proof:
        """Whether a program misses one of the libraries."""
        names = {
            entry.binary.soname or one.rpartition("/")[2]
            for path in paths
            for one, entry in self._files(path)
            if entry.binary
        }
        for verdict in self.failing:
            if any(name in problem for name in names for problem in verdict.problems):
                return _fails(verdict.path, verdict.problems[0])
        return Proof(Outcome.RUNS, "no program in the image misses it")

    def _files(self, path: str) -> Iterator[tuple[str, Entry]]:
        """The file that a path leads to, or those below the directory."""
        found = self.root.find(path)
        return self.root.below(found[0]) if found else iter(())


def _of_verdicts(path: str, judged: list[Verdict]) -> Proof:
    bad = next((one for one in judged if one.problems), None)
    if bad is not None:
        return _fails(bad.path, bad.problems[0])
    if any(one.is_program for one in judged):
        return Proof(Outcome.RUNS, f"{path} finds all that it needs")
    if judged:
        return Proof(
            Outcome.UNDECIDED,
            f"{path} finds the libraries that it names; whether they have its symbols shows when it is used",
        )
    return Proof(Outcome.UNDECIDED, f"{path} holds no program")


def _fails(path: str, problem: str) -> Proof:
    return Proof(Outcome.FAILS, f"{path}: {problem}")
