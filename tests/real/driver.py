"""Builds and runs a Dockerfile, and the same with each fix that dfix offers; compares the claim with what happens.

A claim is a fix's applicability with its cure. *Cured* means that the repaired file builds and that what
the image starts prints what it should; other findings of the file have their best fix first. What cannot be
built here, because an image or a package cannot be had, is not decided.
"""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from images import Store

from dfix import Applicability, Confidence
from dfix.context import Folder
from dfix.engine.analysis import Analysis, analyse_all
from dfix.engine.choice import Batch, Choice, Refusals, fix_key
from dfix.engine.options import Options
from dfix.engine.repair import PlainFile, fix_document
from dfix.findings import Finding, Fix

FROM = re.compile(r"^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?", re.MULTILINE | re.IGNORECASE)
INSTALLS = re.compile(r"\bapk add ([^&|;\n]*)")
SAYS = "works\n"
# Of the stand-in for apk: nothing is installed, and nothing of a Dockerfile here depends on it.
PRETENDED = frozenset("tzdata bash ca-certificates curl tini shadow".split())


class Case(NamedTuple):
    """What to build, and how it fails at first.

    ``fails`` is a part of what it prints when it is run, or, where it begins with ``build:``, of what the
    build prints; empty: it works at once, and dfix must find nothing. ``says`` is what it prints when it
    works. ``installs``: Debian packages are installed. ``quick``: one of those that every run builds.
    """

    name: str
    text: str
    files: dict[str, str]
    fails: str
    says: str = SAYS
    installs: bool = False
    quick: bool = False


class Verdict(NamedTuple):
    """What became of one fix: ``happened`` is ``cured``, ``not cured``, ``no build`` or ``not decided``."""

    case: str
    code: str
    repair: str
    title: str
    applicability: Applicability
    cure: Confidence
    happened: str
    said: str

    @property
    def claim(self) -> str:
        """``safe, certain`` and the like."""
        return f"{self.applicability.word}, {self.cure.word}"


class Outcome(NamedTuple):
    """Whether a file built, and what its image or its build printed."""

    built: bool
    said: str


def written(case: Case, folder: Path) -> Path:
    """The case's files in a folder; the Dockerfile, which is no part of the context."""
    for name, text in case.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    (folder / ".dockerignore").write_text("Dockerfile\n.dockerignore\n", encoding="utf-8")
    dockerfile = folder / "Dockerfile"
    dockerfile.write_text(case.text, encoding="utf-8")
    return dockerfile


def options_of(folder: Path) -> Options:
    """How dfix reads the case: with its build context."""
    return Options(context=Folder(str(folder), str(folder / "Dockerfile")))


def findings_of(case: Case, folder: Path) -> tuple[Finding, ...]:
    """The findings that dfix shows."""
    return analyse_all(case.text.encode(), options_of(folder)).findings


def repairs_of(case: Case, folder: Path) -> Iterator[tuple[Finding, Fix, str]]:
    """Each fix that can be made, with the text after it and after the best fixes of what is left."""
    options = options_of(folder)
    for finding in findings_of(case, folder):
        for fix in finding.fixes:
            if fix.obstacle or fix.applicability is Applicability.DISPLAY:
                continue
            result = fix_document(PlainFile(case.text.encode()), _FirstThis(finding, fix), options)
            if any(made.title == fix.title for _, made in result.applied):
                yield finding, fix, result.text


class _FirstThis:
    """Chooses one fix, then the best ones of the findings that are left."""

    def __init__(self, finding: Finding, fix: Fix) -> None:
        self._key = fix_key(finding, fix)
        self._is_made = False

    def __call__(self, analysis: Analysis, refused: Refusals) -> Batch:
        if self._is_made:
            return Choice(Applicability.UNSAFE)(analysis, refused)
        self._is_made = True
        pairs = ((finding, fix) for finding in analysis.findings for fix in finding.fixes)
        return [pair for pair in pairs if fix_key(*pair) == self._key][:1]


class Driver:
    """Builds in one store; a text of one context is built once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._outcomes: dict[tuple[str, str], Outcome | None] = {}

    def verdicts(self, case: Case, folder: Path) -> Iterator[Verdict]:
        """What becomes of each fix."""
        for finding, fix, text in repairs_of(case, folder):
            outcome = None if _wants_packages(case.text, text) else self.outcome(text, folder)
            happened = _happened(outcome, case.says)
            said = outcome.said if outcome else ""
            yield Verdict(
                case.name, finding.code, fix.repair.id, fix.title, fix.applicability, fix.cure, happened, said
            )

    def outcome(self, text: str, folder: Path) -> Outcome | None:
        """What the text builds, and what the image prints; None where a base image cannot be had."""
        key = (text, str(folder))
        if key not in self._outcomes:
            can = all(self.store.has(name) for name in _images(text))
            self._outcomes[key] = self._build_and_run(text, folder) if can else None
        return self._outcomes[key]

    def _build_and_run(self, text: str, folder: Path) -> Outcome:
        image = f"localhost/case/{sha256(str(folder).encode()).hexdigest()[:12]}"
        dockerfile = folder / "Dockerfile"
        dockerfile.write_text(text, encoding="utf-8")
        made = self._built(image, folder)
        if made.returncode:
            return Outcome(False, made.stderr[-2000:] + made.stdout[-2000:])
        container, root = self.store.mounted(image)
        try:
            return Outcome(True, _run(root, self._configuration(image)))
        finally:
            self.store.run("rm", container)
            self.store.run("rmi", "-f", image, check=False)

    def _built(self, image: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """One build; the container's runtime fails now and then on a busy machine, before the RUN has begun."""
        words = ("bud", "-q", "--pull-never", "--layers", "-t", image, str(folder))
        made = self.store.run(*words, check=False)
        for _ in range(3):
            if made.returncode == 0 or "memfd" not in made.stderr:
                break
            made = self.store.run(*words, check=False)
        return made

    def _configuration(self, image: str) -> tuple[list[str], list[str], str]:
        """The words that the image starts, its environment and its working directory."""
        shown = self.store.run("inspect", "--type", "image", image).stdout
        configuration = json.loads(shown)["OCIv1"]["config"]
        words = [*(configuration.get("Entrypoint") or []), *(configuration.get("Cmd") or [])]
        return words, configuration.get("Env") or [], configuration.get("WorkingDir") or "/"


def _run(root: Path, configuration: tuple[list[str], list[str], str]) -> str:
    """What the image's command prints; ``/app`` where it has none, by its shell where it has one."""
    words, environment, where = configuration
    if not words:
        words = ["/bin/sh", "-c", "/app"] if (root / "bin/sh").is_symlink() else ["/app"]
    variables = dict(pair.split("=", 1) for pair in environment)
    variables.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    inside = ["env", "-i", *(f"{name}={value}" for name, value in variables.items()), "chroot"]
    program = words[0] if "/" in words[0] else _found(root, words[0], variables["PATH"])
    try:
        done = subprocess.run(
            [*inside, str(root), program, *words[1:]], check=False, capture_output=True, text=True, timeout=60,
            errors="replace", cwd=root / where.lstrip("/"),
        )  # fmt: skip
    except (subprocess.TimeoutExpired, FileNotFoundError) as failure:
        return str(failure)
    return done.stdout + done.stderr


def _found(root: Path, name: str, path: str) -> str:
    """A program's path in the root, as execvp finds it."""
    places = (f"{directory}/{name}" for directory in path.split(":"))
    return next((place for place in places if (root / place.lstrip("/")).exists()), name)


def _happened(outcome: Outcome | None, says: str) -> str:
    if outcome is None or "Temporary failure resolving" in outcome.said:
        return "not decided"
    if not outcome.built:
        return "no build"
    return "cured" if outcome.said == says else "not cured"


def _images(text: str) -> set[str]:
    """The base images that a text names, stages left out."""
    stages: set[str] = {"scratch"}
    names: set[str] = set()
    for match in FROM.finditer(text):
        if match[1] not in stages:
            names.add(match[1])
        stages.add(match[2] or "")
    return names


def _wants_packages(before: str, after: str) -> bool:
    """Whether a fix installs a package of Alpine's, of which none can be had here."""
    old, new = (
        {word for words in INSTALLS.findall(text) for word in words.split() if not word.startswith("-")}
        for text in (before, after)
    )
    return bool(new - old - PRETENDED)


def table(verdicts: Iterable[Verdict]) -> list[tuple[str, int, int]]:
    """By claim: how many fixes cured, and how many could be decided."""
    cured, decided = Counter[str](), Counter[str]()
    for verdict in verdicts:
        if verdict.happened != "not decided":
            decided[verdict.claim] += 1
            cured[verdict.claim] += verdict.happened == "cured"
    return [(claim, cured[claim], decided[claim]) for claim in sorted(decided)]


def share(rows: Sequence[tuple[str, int, int]], word: str) -> tuple[int, int]:
    """How many fixes whose claim has the word cured, of how many."""
    named = [row for row in rows if word in row[0]]
    return sum(row[1] for row in named), sum(row[2] for row in named)
