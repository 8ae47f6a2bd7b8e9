"""What was found, as text for people and as JSON."""

from collections.abc import Iterator, Mapping, Sequence

from dfix.context.binary import Binary
from dfix.inspect.judge import Verdict, loaders
from dfix.inspect.tree import Root
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
        """The programs that cannot start, and single files with any problem."""
        return tuple(one for one in self.verdicts if one.problems and (one.is_program or self.root is None))


def text(inspected: Sequence[Inspected], *, everything: bool) -> Iterator[str]:
    """A table a path, in lines."""
    for item in inspected:
        yield _head(item)
        shown = item.verdicts if everything or item.root is None else item.failing
        for verdict in shown:
            yield from _row(item, verdict)
        if item.root is not None:
            yield _sum(item)


def as_json(inspected: Sequence[Inspected]) -> dict[str, object]:
    """The JSON output; ``version`` is that of its shape."""
    return {"version": VERSION, "inspected": [_object(item) for item in inspected]}


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
    yield f"  {harmless(verdict.path)}  [{verdict.binary.architecture or verdict.binary.format}]"
    yield f"      needs {harmless(needs(verdict.binary))}" if not verdict.binary.is_static else "      static"
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


def _sum(item: Inspected) -> str:
    programs = [verdict for verdict in item.verdicts if verdict.is_program]
    libraries = [verdict for verdict in item.verdicts if verdict.problems and not verdict.is_program]
    beside = f"; {len(libraries)} libraries lack something (--all shows them)" if libraries else ""
    if not programs:
        return f"  no program is in it{beside}"
    if not item.failing:
        return f"  {counted(len(programs), 'program')} can start{beside}"
    return f"  {len(item.failing)} of {counted(len(programs), 'program')} cannot start{beside}"


def _object(item: Inspected) -> dict[str, object]:
    image = item.root.image if item.root else None
    return {
        "path": item.path,
        "kind": item.kind,
        "against": item.against or None,
        "architecture": image.architecture if image else None,
        "loaders": list(loaders(item.root)) if item.root else None,
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
                "made_by": item.made.get(verdict.entry.layer),
            }
            for verdict in item.verdicts
        ],
    }
