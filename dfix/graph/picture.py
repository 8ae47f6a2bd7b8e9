"""Makes the graph of a build from its analysis: what the trace knows, and what the rules found."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from dfix.engine.analysis import Analysis
from dfix.findings import Finding, Severity
from dfix.graph.model import Edge, Graph, Kind, Node, Product, Verdict, Way, worst
from dfix.graph.nature import nature_of, verdict_of
from dfix.images import Image, UserImage
from dfix.images.release import Release
from dfix.images.user_images import user_image
from dfix.plan import Build, ImageBase, StageBase
from dfix.plan.build import mounts
from dfix.syntax import Instruction
from dfix.text import UNKNOWN_TEXT, Span, readable
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.arch import BUILD, TARGET, UNKNOWN
from dfix.trace.state.artifact import Kind as Nature
from dfix.trace.state.file_tree import Landed
from dfix.trace.state.origin import FromContext
from dfix.values import NamedTuple, TypeAlias

# A stage's number, the name of an image; None: the build context.
Source: TypeAlias = "int | str | None"


class _Use(NamedTuple):
    """What a stage takes of a source by one word, or what its own command downloaded where ``way`` is None.

    ``product`` is None where nothing is copied; ``files`` are all paths that the product stands for.
    """

    stage: int
    source: Source
    way: Way | None
    product: Product | None = None
    files: frozenset[str] = frozenset()


def picture(analysis: Analysis, images: Sequence[UserImage] = ()) -> Graph:
    """The graph of a build, with each finding of the analysis in one place; ``images`` are the user's own."""
    trace = analysis.trace
    uses = [use for stage in trace.stages for use in _uses(trace, stage)]
    at_uses, at_stages, loose = _placed(analysis, uses)
    uses = [_marked(use, analysis.findings, at_uses.get(at, ())) for at, use in enumerate(uses)]
    stages = [_stage_node(trace, stage) for stage in trace.stages]
    fetched: dict[int, list[Product]] = {}
    for use in uses:
        if use.way is None and use.product:
            fetched.setdefault(use.stage, []).append(use.product)
    nodes = [
        _judged(node, fetched.get(at, ()), at_stages.get(at, ()), analysis.findings) for at, node in enumerate(stages)
    ]
    numbers = _source_numbers(uses, nodes, lambda name: user_image(name, images) or trace.build.options.resolve(name))
    edges: dict[tuple[int, int, str], list[Product]] = {}
    for use in uses:
        if use.way is not None:
            key = (use.stage, numbers[use.source], use.way.value)
            edges.setdefault(key, []).extend((use.product,) if use.product else ())
    ordered = sorted(edges.items())
    return Graph(
        tuple(nodes),
        tuple(Edge(source, target, Way(way), tuple(products)) for (target, source, way), products in ordered),
        loose,
    )


def _source_numbers(
    uses: Iterable[_Use], nodes: list[Node], resolve: Callable[[str], Image | None]
) -> dict[Source, int]:
    """The number of each source's node; those of images and of the build context are added to the nodes."""
    numbers: dict[Source, int] = {number: number for number in range(len(nodes))}
    for use in uses:
        if use.way is not None and use.source not in numbers:
            numbers[use.source] = len(nodes)
            is_image = isinstance(use.source, str)
            nodes.append(
                _image_node(str(use.source), resolve(str(use.source)))
                if is_image
                else Node(Kind.CONTEXT, "build context")
            )
    return numbers


def _stage_node(trace: Trace, stage: StageTrace) -> Node:
    plain, root = stage.stage, stage.root
    title = readable(plain.name) if plain.name else "final stage" if plain.is_last else f"stage {plain.number}"
    base = plain.base
    image = base.text if isinstance(base, ImageBase) else "" if isinstance(base, StageBase) else "scratch"
    is_shipped = plain.number in trace.build.landing
    arch = "" if root.arch in (TARGET, UNKNOWN) else "the builder's platform" if root.arch == BUILD else root.arch
    return Node(Kind.STAGE, title, _known(image), *_system(root.release), arch, is_shipped, plain.start.span)


def _image_node(name: str, image: Image | None) -> Node:
    return Node(Kind.IMAGE, _known(name), "", *_system(image.release if image else None))


def _system(release: Release | None) -> tuple[str, str]:
    """A release and its C library, in words; empty where they are not known."""
    if release is None:
        return "", ""
    return "" if release.distro == "scratch" else release.title, release.libc_title


def _known(text: str) -> str:
    """Byte text for people; an ellipsis stands for what is not known."""
    return readable(text).replace(UNKNOWN_TEXT, "…")


def _uses(trace: Trace, stage: StageTrace) -> Iterator[_Use]:
    """What a stage takes of others, of images and of the build context, then what it downloads."""
    number, landed = stage.stage.number, _landed(trace, stage)
    base = stage.stage.base
    if isinstance(base, StageBase):
        yield _Use(number, base.number, Way.BASE)
    for instruction in stage.stage.body:
        flag = instruction.flag("from") if instruction.keyword == "COPY" else None
        source = _source_of(trace.build, stage, flag.value) if flag else None
        if source is not None:
            for span, text in _copied(instruction):
                quiet = _Use(number, source, Way.COPY, Product(text, "", Verdict.OPEN, span))
                native = [one._replace(source=source, way=Way.COPY) for one in landed.pop(span, ())]
                yield from native or (quiet,)
        for mount in mounts(instruction) if instruction.keyword == "RUN" else ():
            source = _source_of(trace.build, stage, mount["from"]) if "from" in mount else None
            if source is not None:
                yield _Use(number, source, Way.MOUNT)
    yield from (use for uses in landed.values() for use in uses)


def _source_of(build: Build, stage: StageTrace, written: str) -> "int | str | None":
    """What ``--from=`` names: a stage's number or an image; None for a directory that is given as a context."""
    name = stage.scope.expand(written, build.dockerfile.escape)
    image = build.options.image_of(name)
    found = build.stage_named(name) if image is None else None
    return found.number if found else (None if image == "" else image or name)


def _copied(instruction: Instruction) -> Iterator[tuple[Span, str]]:
    """The words that a COPY copies, each with its text and that of the target."""
    *sources, target = instruction.words or (None,)
    for word in sources:
        if word and target:
            yield instruction.logical.span(word.start, word.end), f"{_known(word.text)} → {_known(target.text)}"


def _landed(trace: Trace, stage: StageTrace) -> dict[Span, list[_Use]]:
    """The native files that a stage's own instructions and commands brought, by the words that did."""
    judged = {(one.span, one.environment is not None): one for one in trace.landings}
    groups: dict[tuple[Span, bool], list[Landed]] = {}
    for landed in stage.root.files.landed:
        artifact = landed.artifact
        arrival = artifact.arrival
        if (arrival.stage if arrival else artifact.stage) == stage.stage.number:
            span = arrival.word if arrival else artifact.provenance[-1].span
            groups.setdefault((span, artifact.kind is Nature.ENVIRONMENT), []).append(landed)
    uses: dict[Span, list[_Use]] = {}
    for key, group in sorted(groups.items()):
        uses.setdefault(key[0], []).append(_use(Landing(stage, tuple(group)), judged.get(key)))
    return uses


def _use(landing: Landing, judged: Landing | None) -> _Use:
    verdict = verdict_of(judged) if judged else Verdict.OPEN
    artifact = landing.artifact
    count = len(landing.landed) - 1
    product = Product(_known(landing.path), nature_of(artifact), verdict, landing.span, count, (), landing.chain())
    way = Way.COPY if artifact.arrival and isinstance(artifact.origin, FromContext) else None
    return _Use(landing.stage.stage.number, None, way, product, frozenset(one.path for one in landing.landed))


Placed: TypeAlias = "tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]], tuple[int, ...]]"


def _placed(analysis: Analysis, uses: Sequence[_Use]) -> Placed:
    """The numbers of the findings by the use that they are about, else by their stage; those about neither."""
    starts = [stage.stage.start.span.start for stage in analysis.trace.stages]
    at_uses: dict[int, tuple[int, ...]] = {}
    at_stages: dict[int, tuple[int, ...]] = {}
    loose: tuple[int, ...] = ()
    index = _index(uses)
    for number, finding in enumerate(analysis.findings):
        stage = bisect_right(starts, finding.span.start) - 1
        use = _use_of(finding, stage, uses, index)
        if use is not None:
            at_uses[use] = (*at_uses.get(use, ()), number)
        elif stage >= 0:
            at_stages[stage] = (*at_stages.get(stage, ()), number)
        else:
            loose = (*loose, number)
    return at_uses, at_stages, loose


class _Index(NamedTuple):
    """The uses, by their numbers, that have a product: by the words that brought it, by its stage and file."""

    by_span: dict[Span, list[int]]
    by_file: dict[tuple[int, str], list[int]]


def _index(uses: Sequence[_Use]) -> _Index:
    index = _Index({}, {})
    for at, use in enumerate(uses):
        if use.product:
            index.by_span.setdefault(use.product.span, []).append(at)
            for file in use.files:
                index.by_file.setdefault((use.stage, file), []).append(at)
    return index


def _use_of(finding: Finding, stage: int, uses: Sequence[_Use], index: _Index) -> int | None:
    """The use that a finding is about: the same words brought it, else it is one of its files; None for no use."""
    files = frozenset(finding.files)
    same_words = index.by_span.get(finding.span, ())
    if same_words:
        return min(same_words, key=lambda at: files.isdisjoint(uses[at].files))
    return min((at for file in files for at in index.by_file.get((stage, file), ())), default=None)


def _marked(use: _Use, findings: Sequence[Finding], numbers: tuple[int, ...]) -> _Use:
    """A use with its findings."""
    if use.product is None or not numbers:
        return use
    verdict = worst(_severity(findings[number]) for number in numbers)
    return use._replace(product=use.product._replace(findings=numbers, verdict=verdict))


def _severity(finding: Finding) -> Verdict:
    return Verdict.FAILS if finding.severity is Severity.ERROR else Verdict.DOUBTFUL


def _judged(node: Node, products: Iterable[Product], numbers: tuple[int, ...], findings: Sequence[Finding]) -> Node:
    """A stage with its own findings, and what it downloads."""
    verdicts = [_severity(findings[number]) for number in numbers]
    return node._replace(verdict=worst(verdicts), findings=numbers, products=tuple(products))
