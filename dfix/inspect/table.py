"""What was found, as text for people and as JSON."""

from collections.abc import Iterator, Mapping, Sequence

from dfix.inspect.judge import Verdict, loaders
from dfix.inspect.tree import ImageFacts, Root
from dfix.report.escape import harmless
from dfix.text.wording import counted
from dfix.values import NamedTuple

VERSION = 1


class Inspected(NamedTuple):
    """One path of the command line. ``root`` is None for a single file; ``made``: what made each layer, by number."""

    path: str
    kind: str
    verdicts: tuple[Verdict, ...]
    root: Root | None = None
    made: Mapping[int, str] = {}
    against: str = ""

    @property
    def failing(self) -> tuple[Verdict, ...]:
        """The programs that cannot start, the add-ons that cannot load, and single files with any problem."""
        return tuple(
            one for one in self.verdicts if one.problems and (one.is_program or one.is_add_on or self.root is None)
        )

    @property
    def skipped(self) -> tuple[tuple[str, str], ...]:
        """The files that could not be read, by path, with the reason."""
        entries = self.root.entries if self.root else {}
        return tuple((path, entry.unread) for path, entry in sorted(entries.items()) if entry.unread)


def text(inspected: Sequence[Inspected], *, everything: bool) -> Iterator[str]:
    """A table a path, in lines."""
    for item in inspected:
        yield _head(item)
        shown = item.verdicts if everything or item.root is None else item.failing
        for verdict in shown:
            yield from _row(item, verdict)
        if item.root is not None:
            yield from _sum(item, everything=everything)


def as_json(inspected: Sequence[Inspected]) -> dict[str, object]:
    """The JSON output; ``version`` is that of its shape."""
    return {"version": VERSION, "inspected": [_object(item) for item in inspected]}


def needs(verdict: Verdict) -> str:
    """What a file needs, in a few words."""
    binary = verdict.binary
    if binary is None:
        shebang = verdict.entry.shebang
        return f"the interpreter {shebang.path}" if shebang else ""
    if binary.is_static:
        return "static: it needs no loader"
    parts = [binary.interpreter] if binary.interpreter else []
    parts += [", ".join(binary.needed)] if binary.needed else []
    parts += [
        f"{family}_{version}" for family, version in sorted(binary.asks.items()) if family in ("GLIBC", "GLIBCXX")
    ]
    return "; ".join(parts)


def _head(item: Inspected) -> str:
    parts = [item.kind]
    if item.root is not None:
        facts = item.root.image
        if facts:
            parts += [f"{len(facts.layers)} layers", facts.architecture]
        there = loaders(item.root)
        parts.append(f"loaders: {', '.join(there)}" if there else "no loader")
    if item.against:
        parts.append(f"against {item.against}")
    return f"{harmless(item.path)}: {harmless('; '.join(part for part in parts if part))}"


def _row(item: Inspected, verdict: Verdict) -> Iterator[str]:
    binary = verdict.binary
    yield f"  {harmless(verdict.path)}  [{(binary.architecture or binary.format) if binary else 'script'}]"
    yield "      static" if binary and binary.is_static else f"      needs {harmless(needs(verdict))}"
    for problem in verdict.problems:
        yield f"      {harmless(problem)}"
    if not verdict.problems:
        yield (
            "      finds what it needs"
            if item.root is not None or item.against
            else "      (name an image with --against)"
        )
    made = item.made.get(verdict.entry.layer)
    if made and item.root is not None:
        yield f"      came with layer {verdict.entry.layer + 1}: {harmless(made)}"


def _sum(item: Inspected, *, everything: bool) -> Iterator[str]:
    """How many programs and add-ons work, and what was not read."""
    judged = [verdict for verdict in item.verdicts if verdict.is_program or verdict.is_add_on]
    libraries = [verdict for verdict in item.verdicts if verdict.problems and verdict not in item.failing]
    where = "" if everything else " (--all shows)"
    beside = f"; something is missing for {counted(len(libraries), 'library')}{where}" if libraries else ""
    yield f"  {_outcome(item, judged)}{beside}"
    for path, why in item.skipped:
        yield f"  {harmless(path)} is not judged: it cannot be read ({harmless(why)})"


def _outcome(item: Inspected, judged: Sequence[Verdict]) -> str:
    if not judged:
        return "no program is in it"
    add_ons = sum(verdict.is_add_on for verdict in judged)
    programs = counted(len(judged) - add_ons, "program")
    what = f"{programs} and {counted(add_ons, 'add-on')}" if add_ons else programs
    can = "can start" if not add_ons else "find what they need"
    return f"{len(item.failing)} of {what} cannot start" if item.failing else f"{what} {can}"


def _object(item: Inspected) -> dict[str, object]:
    image = item.root.image if item.root else None
    return {
        "path": item.path,
        "kind": item.kind,
        "against": item.against or None,
        "architecture": image.architecture if image else None,
        "loaders": list(loaders(item.root)) if item.root else None,
        "layers": list(image.layers) if image else None,
        "files": [_file(item, verdict, image) for verdict in item.verdicts],
        "skipped": [{"path": path, "reason": why} for path, why in item.skipped],
    }


def _file(item: Inspected, verdict: Verdict, image: ImageFacts | None) -> dict[str, object]:
    binary, shebang = verdict.binary, verdict.entry.shebang
    interpreter = binary.interpreter if binary else shebang.path if shebang else ""
    return {
        "path": verdict.path,
        "format": binary.format if binary else "script",
        "architecture": (binary.architecture or None) if binary else None,
        "program": verdict.is_program,
        "add_on": verdict.is_add_on,
        "static": bool(binary and binary.is_static),
        "interpreter": interpreter or None,
        "needed": list(binary.needed) if binary else [],
        "versions": dict(binary.asks) if binary else {},
        "problems": list(verdict.problems),
        "layer": verdict.entry.layer + 1 if image else None,
        "made_by": item.made.get(verdict.entry.layer),
    }
