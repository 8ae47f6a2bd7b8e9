"""What dfix knows of a folder of real Dockerfiles: bases, natures of what is copied, findings.

    python scripts/survey.py FOLDER [--unknown N] [--names N]

The share of base images that the catalog resolves, the share of ``COPY --from`` sources of known
nature, findings by rule and confidence, milliseconds a file. ``--unknown`` lists the N most common
sources and bases of which nothing is known: that is where the next toolchain or image is worth most.
``--names`` lists the N images that most stages name as their base, without the official ones: how often,
what the catalog says of the tag that most of them use, how sure it is, and the source of that fact.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dfix import analyse
from dfix.engine import Analysis, Options
from dfix.findings import Confidence
from dfix.images import Image, parse_reference, resolve
from dfix.images.lines import line_for
from dfix.images.system_words import named_system
from dfix.plan import ImageBase
from dfix.text import readable
from dfix.trace import Kind, Linkage, Trace
from dfix.trace.interpreter.copy_paths import nodes_at
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import join_path
from dfix.trace.state.root import Root

WINDOWS = re.compile(r"/windows/|nanoserver|windowsservercore")
BEST = (Kind.PROGRAM, Kind.LIBRARY, Kind.ENVIRONMENT, Kind.PORTABLE)


def bases(trace: Trace) -> Iterator[tuple[str, bool]]:
    """Each stage's base image as written, and whether what it holds is known; Windows has no libc of ours."""
    for stage in trace.stages:
        if isinstance(stage.stage.base, ImageBase) and not WINDOWS.search(stage.stage.base.text):
            yield stage.stage.base.text, stage.root.release is not None


def sources(trace: Trace) -> Iterator[tuple[str, str, str]]:
    """Each ``COPY --from`` source: its stage's base, its path, its nature."""
    for stage in trace.stages:
        for instruction in stage.stage.body:
            flag = instruction.flag("from")
            if instruction.keyword != "COPY" or flag is None:
                continue
            origin = trace.build.stage_named(flag.value)
            name = stage.scope.expand(flag.value)
            root, base = _origin(trace, origin.number) if origin else _image_root(name)
            for word in instruction.words[:-1]:
                path = join_path("/", stage.scope.expand(word.text))
                yield base, path, _nature(root, path)


def _origin(trace: Trace, number: int) -> tuple[Root, str]:
    stage = trace.stages[number]
    while stage.image is None and not isinstance(stage.stage.base, ImageBase) and hasattr(stage.stage.base, "number"):
        stage = trace.stages[stage.stage.base.number]
    return trace.stages[number].root, stage.image.reference.name if stage.image else stage.stage.base_word.text


def _nature(root: Root, path: str) -> str:
    return _best([node.artifact for _, _, node in nodes_at(root, path)])


def _image_root(name: str) -> tuple[Root, str]:
    """The root of an image that is copied from directly."""
    image = resolve(name)
    return Root(image, image.release if image else None), readable(name)


def _best(artifacts: list[Artifact]) -> str:
    """The nature that tells most of what is copied."""
    known = [artifact for artifact in artifacts if artifact.kind in BEST]
    if not known:
        return f"unknown: {artifacts[0].because}" if artifacts else "unknown: nothing is known to stand there"
    first = min(known, key=lambda artifact: (artifact.linkage is Linkage.UNKNOWN, BEST.index(artifact.kind)))
    linkage = "" if first.kind is Kind.PORTABLE else f", {first.linkage.value}"
    return f"{first.kind.value}{linkage}"


def names_table(used: Counter[str], most: int) -> Iterator[str]:
    """The images that are used most, one a line; ``used`` counts references as written."""
    tags: dict[str, Counter[str]] = {}
    for text, count in used.items():
        reference = parse_reference(text)
        if reference is not None and not reference.is_official:
            tags.setdefault(reference.name, Counter())[text] += count
    for name, texts in sorted(tags.items(), key=lambda entry: -entry[1].total())[:most]:
        text = texts.most_common(1)[0][0]
        yield f"{texts.total():6} {name}  {text.removeprefix(name) or 'no tag'}: {_known(text)}"


def _known(text: str) -> str:
    """What the catalog knows of a reference, and from where."""
    image, reference = resolve(text), parse_reference(text)
    if image is None or reference is None:
        return "not known"
    sure = f"{image.family_sure.word} family, {image.release_sure.word} release"
    steps = f", {len(image.history)} steps" if image.history else ""
    return f"{image.release.id} ({sure}{steps}); {_source(image)}"


def _source(image: Image) -> str:
    """Where the release of an image is known from."""
    match = line_for(image.reference)
    if match is not None:
        return match.source
    if image.official is not None:
        return f"the manifest of the official image {image.official.name}"
    if named_system(image.reference.tag or "") == image.release.id:
        return "the tag names it"
    return "a rule by the name, whose source is not known"


def main() -> int:
    """Survey the folder of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--unknown", type=int, default=0, metavar="N")
    parser.add_argument("--names", type=int, default=0, metavar="N")
    chosen = parser.parse_args()
    files = sorted(path for path in chosen.folder.rglob("*") if path.is_file())
    natures: Counter[str] = Counter()
    resolved: Counter[bool] = Counter()
    findings: Counter[str] = Counter()
    unknown_sources: Counter[str] = Counter()
    unknown_bases: Counter[str] = Counter()
    used: Counter[str] = Counter()
    spent = 0.0
    for path in files:
        start = time.perf_counter()
        found: Analysis = analyse(path.read_bytes(), Options(min_confidence=Confidence.POSSIBLE))
        spent += time.perf_counter() - start
        findings.update(f"{finding.code} {finding.confidence.word}" for finding in found.findings)
        for text, known in bases(found.trace):
            resolved[known] += 1
            used[text] += 1
            unknown_bases[readable(text).split(":")[0]] += not known
        for base, source, nature in sources(found.trace):
            natures[nature.split(":")[0]] += 1
            if nature.startswith("unknown"):
                unknown_sources[f"{base}  {readable(source)}  {nature}"] += 1
    print(f"{len(files)} files, {1000 * spent / max(len(files), 1):.2f} ms a file")
    print(f"base images resolved: {_share(resolved[True], resolved.total())}")
    print(f"nature of COPY --from sources known: {_share(natures.total() - natures['unknown'], natures.total())}")
    for counter in (natures, findings):
        print(*(f"  {count:6} {what}" for what, count in counter.most_common()), sep="\n")
    for counter in (unknown_bases, unknown_sources):
        print(*(f"  {count:6} {what}" for what, count in counter.most_common(chosen.unknown) if count), sep="\n")
    print(*names_table(used, chosen.names), sep="\n")
    return 0


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}, {100 * part / max(whole, 1):.1f} %"


if __name__ == "__main__":
    sys.exit(main())
