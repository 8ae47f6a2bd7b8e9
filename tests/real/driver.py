"""Builds and runs a Dockerfile, and the same with each fix that dfix offers; compares the claim with what happens.

A claim is a fix's applicability with its cure. *Cured* means that the repaired file builds and that what
the image starts ends with 0 and prints what it should on standard output; other findings of the file have their
best fix first. What is on standard error is not compared: programs warn there that they are not the first process,
which they would be in a container. What cannot be built here, because an image or a package
cannot be had, is not decided.

The program runs in a chroot of the image's root as the image's USER, with its environment and working directory,
with /dev/null, /dev/zero, /dev/random and /dev/urandom, and with /proc, which only its own namespace sees.
"""

import ctypes
import json
import os
import re
import stat
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
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
# What fails now and then on a busy machine, and not because of the file: the runtime's start, another run's clean-up.
PASSING = ("memfd", "layer not known")
LIBC = ctypes.CDLL(None, use_errno=True)
# <linux/sched.h> and <linux/mount.h>.
CLONE_NEWNS, MS_REC, MS_PRIVATE = 0x20000, 0x4000, 0x40000
# Of the stand-in for apk: nothing is installed, and nothing of a Dockerfile here depends on it.
PRETENDED = frozenset("tzdata bash ca-certificates curl tini shadow".split())


class Case(NamedTuple):
    """What to build, and how it fails at first.

    ``fails`` is a part of what it prints when it is run, or, where it begins with ``build:``, of what the
    build prints; empty: it works at once, and dfix must find nothing. ``says`` is what it prints when it
    works. ``installs``: Debian packages are installed. ``quick``: one of those that every run builds.
    ``silent``: why dfix reports nothing although it fails.
    """

    name: str
    text: str
    files: dict[str, str]
    fails: str
    says: str = SAYS
    installs: bool = False
    quick: bool = False
    silent: str = ""


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
    """Whether a file built, and what its image or its build printed; ``status`` is the program's exit status."""

    built: bool
    said: str
    errors: str = ""
    status: int = 0

    @property
    def all_said(self) -> str:
        """What was printed on both outputs."""
        return self.said + self.errors

    def works(self, says: str) -> bool:
        """Whether the file built, and its program printed this and ended with 0."""
        return self.built and self.status == 0 and self.said == says


class Start(NamedTuple):
    """What an image starts: its words, as whom, where, with which environment."""

    words: list[str]
    user: str
    where: str
    environment: list[str]


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
            if any(one.fix.title == fix.title for one in result.applied):
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
            outcome = None if _wants_more(case.text, text) else self.outcome(text, folder)
            happened = _happened(outcome, case.says)
            said = outcome.all_said if outcome else ""
            yield Verdict(
                case.name, finding.code, fix.repair.id, fix.title, fix.applicability, fix.cure, happened, said
            )

    def outcome(self, text: str, folder: Path) -> Outcome | None:
        """What the text builds, and what the image prints; None where a base image cannot be had."""
        key = (text, str(folder))
        if key not in self._outcomes:
            can = all(self.store.has(name) for name in images_of(text))
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
            return _run(root, self._start(image))
        finally:
            self.store.run("rm", container)
            self.store.run("rmi", "-f", image, check=False)

    def _built(self, image: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """One build, tried again where what failed has nothing to do with the file."""
        words = ("bud", "-q", "--pull-never", "--layers", "-t", image, str(folder))
        made = self.store.run(*words, check=False)
        for _ in range(3):
            if made.returncode == 0 or not any(word in made.stderr for word in PASSING):
                break
            made = self.store.run(*words, check=False)
        return made

    def _start(self, image: str) -> Start:
        """What the image starts."""
        shown = self.store.run("inspect", "--type", "image", image).stdout
        configuration = json.loads(shown)["OCIv1"]["config"]
        words = [*(configuration.get("Entrypoint") or []), *(configuration.get("Cmd") or [])]
        where = configuration.get("WorkingDir") or "/"
        return Start(words, configuration.get("User") or "0", where, configuration.get("Env") or [])


def _run(root: Path, start: Start) -> Outcome:
    """What the image's command prints; ``/app`` where it has none, by its shell where it has one."""
    words = start.words
    if not words:
        words = ["/bin/sh", "-c", "/app"] if (root / "bin/sh").is_symlink() else ["/app"]
    variables = dict(pair.split("=", 1) for pair in start.environment)
    variables.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    program = words[0] if "/" in words[0] else _found(root, words[0], variables["PATH"])
    _make_devices(root)
    try:
        done = subprocess.run(
            [program, *words[1:]], check=False, capture_output=True, text=True, timeout=60, errors="replace",
            env=variables, stdin=subprocess.DEVNULL, preexec_fn=partial(_enter, root, start.where, _ids(root, start.user)),
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError, ValueError) as failure:
        return Outcome(True, "", str(failure), 127)
    signal = f"ended by signal {-done.returncode}" if done.returncode < 0 else ""
    return Outcome(True, done.stdout, done.stderr + signal, done.returncode)


def _enter(root: Path, where: str, ids: tuple[int, int]) -> None:
    """The calling process in the image's root, as its user; its /proc is mounted for it alone and goes with it."""
    if LIBC.unshare(CLONE_NEWNS) == 0 and LIBC.mount(None, b"/", None, MS_REC | MS_PRIVATE, None) == 0:
        LIBC.mount(b"proc", os.fsencode(root / "proc"), b"proc", 0, None)
    os.chroot(root)
    os.chdir(where)
    os.setgroups([])
    os.setgid(ids[1])
    os.setuid(ids[0])


def _make_devices(root: Path) -> None:
    """The devices that any container has, and where /proc goes."""
    (root / "dev").mkdir(exist_ok=True)
    (root / "proc").mkdir(exist_ok=True)
    for name, minor in (("null", 3), ("zero", 5), ("random", 8), ("urandom", 9)):
        if not (root / "dev" / name).is_char_device():
            (root / "dev" / name).unlink(missing_ok=True)
            os.mknod(root / "dev" / name, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
            (root / "dev" / name).chmod(0o666)


def _ids(root: Path, user: str) -> tuple[int, int]:
    """USER as numbers, by the root's own accounts, as a container engine reads it."""
    name, _, group = user.partition(":")
    accounts, groups = (_rows(root / "etc" / file) for file in ("passwd", "group"))
    account = next((row for row in accounts if name in (row[0], row[2])), ["", "", name, "0"])
    gid = next((row[2] for row in groups if row[0] == group), group) or account[3]
    return int(account[2]), int(gid)


def _rows(file: Path) -> list[list[str]]:
    """The rows of a file of accounts; none where there is no such file."""
    return [line.split(":") for line in file.read_text().splitlines()] if file.is_file() else []


def _found(root: Path, name: str, path: str) -> str:
    """A program's path in the root, as execvp finds it."""
    places = (f"{directory}/{name}" for directory in path.split(":"))
    return next((place for place in places if (root / place.lstrip("/")).exists()), name)


def _happened(outcome: Outcome | None, says: str) -> str:
    if outcome is None or "Temporary failure resolving" in outcome.all_said:
        return "not decided"
    if not outcome.built:
        return "no build"
    return "cured" if outcome.works(says) else "not cured"


def images_of(text: str) -> set[str]:
    """The base images that a text names, stages left out."""
    stages: set[str] = {"scratch"}
    names: set[str] = set()
    for match in FROM.finditer(text):
        if match[1] not in stages:
            names.add(match[1])
        stages.add(match[2] or "")
    return names


def _wants_more(before: str, after: str) -> bool:
    """Whether a fix installs a package of Alpine's, or another target with rustup: neither can be had here."""
    if "rustup" in after and "rustup" not in before:
        return True
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
