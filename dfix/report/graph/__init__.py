"""One drawing of a build's graph a file, all from the same ``Drawing``: text, Mermaid, DOT, SVG."""

from collections.abc import Callable
from importlib import import_module

from dfix.report.graph.drawing import Drawing
from dfix.values import TypeAlias

FORMATS = ("text", "mermaid", "dot", "svg")
# Renders a drawing as a text that ends with a line end.
GraphRenderer: TypeAlias = Callable[[Drawing], str]


def graph_renderer(name: str) -> GraphRenderer:
    """The function that renders a format of ``FORMATS``."""
    render: GraphRenderer = import_module(f"{__name__}.{name}").render
    return render
