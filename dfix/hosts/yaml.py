"""YAML: ``dockerfile_inline`` of compose files, and heredocs in the steps of CI files.

ruamel.yaml reads the file, since its nodes have their places; it writes nothing, so comments and
layout stay as they are. Sources: the Compose specification, "build.dockerfile_inline" and
"Interpolation"; YAML 1.2, "Literal Style".
"""

import re
from collections.abc import Callable, Iterator

from dfix.hosts import shell
from dfix.hosts.embedded import Builder, Embedded, Part
from dfix.hosts.error import not_well_formed
from dfix.hosts.lines import Marks, block, by
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode

INLINE = "dockerfile_inline"
# In compose files ``$$`` means ``$``, and compose replaces what begins with one ``$``.
INTERPOLATED = re.compile(r"\$\$|\$\{[^}\n]*\}|\$\w+")
MARKS = Marks(by(INTERPOLATED), lambda mark: "$" if mark == "$$" else None, lambda new: new.replace("$", "$$"))


def extract(data: bytes) -> list[Embedded]:
    """The inline Dockerfiles of all services, and heredocs that write one, in the order of the file.

    Raises:
        HostError: it is no YAML.
    """
    inline = list(_inline(data)) if INLINE.encode() in data else []
    areas = [(one.starts[0], one.starts[-1]) for one in inline]
    heredocs = (one for one in shell.extract(data) if not any(a <= one.starts[0] < b for a, b in areas))
    return sorted([*inline, *heredocs], key=lambda one: one.starts[0])


def read_yaml(data: bytes, read: Callable[[str], object]) -> object:
    """What a reader of ruamel.yaml returns for a file; its warnings are not shown, since they quote the file's text.

    Raises:
        HostError: it is no YAML.
    """
    import warnings

    from ruamel.yaml.error import YAMLError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(data.decode("utf-8"))
    except (YAMLError, ValueError, RecursionError, AttributeError, TypeError, KeyError) as error:
        raise not_well_formed("YAML", error) from None


def _inline(data: bytes) -> Iterator[Embedded]:
    from ruamel.yaml import YAML

    node = read_yaml(data, YAML(typ="rt").compose)
    text = data.decode("utf-8")
    for scalar in _scalars(node, "", set()):
        yield _of_scalar(text, data, scalar)


def _scalars(node: object, key: str, seen: set[int]) -> "Iterator[ScalarNode]":
    """The values of every key ``dockerfile_inline``; a mapping or list that aliases share is read once."""
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, MappingNode):
        for name, value in node.value:
            yield from _scalars(value, str(name.value), seen)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _scalars(value, "", seen)
    elif isinstance(node, ScalarNode) and key == INLINE:
        yield node


def _of_scalar(text: str, data: bytes, node: "ScalarNode") -> Embedded:
    """One value. A literal block has a place for each line; in another style the whole value is one place."""
    start = _offset(text, node.start_mark.index)
    end = _offset(text, node.end_mark.index)
    if node.style != "|":
        builder = Builder()
        owner = builder.part(Part(lambda _: None, "only a literal block (`dockerfile_inline: |`) is changed in place"))
        builder.add(node.value.encode(), start, end, owner)
        return builder.build(is_sure=True)
    lines = data[start:end].splitlines(keepends=True)
    body = lines[1:]
    indent = next((line[: len(line) - len(line.lstrip(b" "))] for line in body if line.strip()), b"")
    while body and not body[-1].startswith(indent):
        body.pop()
    return block(body, start + len(lines[0]), indent, MARKS, is_sure=True)


def _offset(text: str, index: int) -> int:
    return len(text[:index].encode())
