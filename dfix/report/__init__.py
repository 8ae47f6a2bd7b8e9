"""One output format a file, all from the same ``FileReport``s.

Does not know how findings came about. ``file_report.py`` is what they get, ``escape.py`` makes a
file's text harmless.
"""

from collections.abc import Callable, Sequence
from importlib import import_module

from dfix.report.file_report import FileReport, RenderOptions
from dfix.values import TypeAlias

# Formats that show nothing of a finding's fixes, so that nobody needs to make them.
WITHOUT_FIXES = frozenset({"checkstyle", "gitlab"})
# A format that is not rendered by the module of its own name.
OTHER_MODULE = {"rdjsonl": "rdjson"}
# Renders all reports of a run as one text.
Renderer: TypeAlias = Callable[[Sequence[FileReport], RenderOptions], str]


def renderer(name: str) -> Renderer:
    """The function that renders a format."""
    module = import_module(f"{__name__}.{OTHER_MODULE.get(name, name)}")
    render: Renderer = getattr(module, f"render_{name}", None) or module.render
    return render


__all__ = ["WITHOUT_FIXES", "FileReport", "RenderOptions", "Renderer", "renderer"]
