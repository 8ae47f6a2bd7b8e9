"""The libraries that a Java program needs for drawing text (see ``drawing.py``)."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """Fontconfig, for Java's AWT."""
    for package in artifact.environment.packages if artifact.environment else ():
        because = f"{package} draws text with Java's AWT, which reads fonts through fontconfig"
        yield Need("libfontconfig.so.1", Confidence.LIKELY, because, package=package, ready_made=True)
