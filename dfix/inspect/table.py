"""What was found, as text for people and as JSON."""

from collections.abc import Iterator, Mapping, Sequence

from dfix.context.binary import Binary
from dfix.inspect.judge import Verdict, loaders
from dfix.inspect.tree import Root
from dfix.report.escape import harmless
from dfix.values import NamedTuple

VERSION = 1


class Inspected(NamedTuple):
    """One path of the command line. ``root`` is None for a single file; ``made`` tells of layers, by number."""

    path: str
    kind: str
    verdicts: tuple[Verdict, ...]
    root: Root | None = None
    made: Mapping[int, str] = {}
    against: str = ""

    @property
    def failing(self) -> tuple[Verdict, ...]:
        """The programs that cannot start, and single files with any problem."""
        return tuple(one for one in self.verdicts if one.problems and (one.is_program or self.root is None))


def text(found: Sequence[Inspected], *, everything: bool) -> Iterator[str]:
    """A table a path, in lines."""
    for one in found:
        yield _head(one)
        shown = one.verdicts if everything or one.root is None else one.failing
        for verdict in shown:
            yield from _row(one, verdict)
        if one.root is not None:
            yield _sum(one)


def as_json(found: Sequence[Inspected]) -> dict[str, object]:
    """Everything, with the version of the shape."""
    return {"version": VERSION, "inspected": [_object(one) for one in found]}


def needs(binary: Binary) -> str:
    """What a file needs, in a few words."""
    if binary.is_static:
        return "static: it needs no loader"
    parts = [binary.interpreter] if binary.interpreter else []
    parts += [", ".join(binary.needed)] if binary.needed else []
    parts += [
        f"{family}_{version}" for family, version in sorted(binary.asks.items()) if family in ("GLIBC", "GLIBCXX")
    ]
    return "; ".join(parts)


def _head(one: Inspected) -> str:
    parts = [one.kind]
    if one.root is not None:
        facts = one.root.image
        if facts:
            parts += [f"{len(facts.layers)} layers", facts.architecture]
        there = loaders(one.root)
        parts.append(f"loaders: {', '.join(there)}" if there else "no loader")
    if one.against:
        parts.append(f"against {one.against}")
    return f"{harmless(one.path)}: {harmless('; '.join(part for part in parts if part))}"


def _row(one: Inspected, verdict: Verdict) -> Iterator[str]:
    yield f"  {harmless(verdict.path)}  [{verdict.binary.architecture or verdict.binary.format}]"
    yield f"      needs {harmless(needs(verdict.binary))}" if not verdict.binary.is_static else "      static"
    for problem in verdict.problems:
        yield f"      {harmless(problem)}"
    if not verdict.problems:
        yield (
            "      finds what it needs"
            if one.root is not None or one.against
            else "      (name an image with --against)"
        )
    made = one.made.get(verdict.entry.layer)
    if made and one.root is not None:
        yield f"      came with layer {verdict.entry.layer + 1}: {harmless(made)}"


def _sum(one: Inspected) -> str:
    programs = [verdict for verdict in one.verdicts if verdict.is_program]
    libraries = [verdict for verdict in one.verdicts if verdict.problems and not verdict.is_program]
    beside = f"; {len(libraries)} libraries lack something (--all shows them)" if libraries else ""
    if not programs:
        return f"  no program is in it{beside}"
    if not one.failing:
        return f"  {_count(len(programs))} can start{beside}"
    return f"  {len(one.failing)} of {_count(len(programs))} cannot start{beside}"


def _count(programs: int) -> str:
    return f"{programs} program{'s' if programs > 1 else ''}"


def _object(one: Inspected) -> dict[str, object]:
    image = one.root.image if one.root else None
    return {
        "path": one.path,
        "kind": one.kind,
        "against": one.against or None,
        "architecture": image.architecture if image else None,
        "loaders": list(loaders(one.root)) if one.root else None,
        "layers": list(image.layers) if image else None,
        "files": [
            {
                "path": verdict.path,
                "format": verdict.binary.format,
                "architecture": verdict.binary.architecture or None,
                "program": verdict.is_program,
                "static": verdict.binary.is_static,
                "interpreter": verdict.binary.interpreter or None,
                "needed": list(verdict.binary.needed),
                "versions": dict(verdict.binary.asks),
                "problems": list(verdict.problems),
                "layer": verdict.entry.layer + 1 if image else None,
                "made_by": one.made.get(verdict.entry.layer),
            }
            for verdict in one.verdicts
        ],
    }
