"""Which Dockerfiles other files build, and how: compose files, bake files, devcontainer.json.

Sources: the Compose specification, "build"; Docker's "Bake file reference"; the Dev Container
specification, "Dockerfile". What a variable decides that has no default here is left out.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping

from dfix.hosts.error import not_well_formed
from dfix.values import NamedTuple

VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::?-([^}]*))?[^}]*\}|\$(\w+)")
INTERPOLATION = re.compile(r"\$\{\s*(\w+)\s*\}")
DEEPEST = 8
# What nothing closes goes to the end: it is no JSON either way.
COMMENT = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)


class Reference(NamedTuple):
    """One build. ``dockerfile`` and ``context`` are paths relative to the file that names them."""

    dockerfile: str
    context: str
    target: str | None = None
    args: Mapping[str, str] = {}
    platform: str | None = None


def references(path: str, data: bytes) -> tuple[Reference, ...]:
    """The builds that a file names, each once, in its order; none for any other kind of file.

    Raises:
        HostError: it is not well-formed.
    """
    name = os.path.basename(path).lower()
    if name == "devcontainer.json":
        found = _devcontainer(_json(COMMENT.sub(lambda match: match[1] or "", data.decode("utf-8", "replace"))))
    elif name.endswith((".yml", ".yaml")):
        found = _compose(_yaml(data)) if b"build" in data else iter(())
    elif name.endswith(".json") and b'"target"' in data:
        found = _bake(_json(data.decode("utf-8", "replace")))
    elif name.endswith(".hcl") and b"target" in data:
        found = _bake(_hcl(data))
    else:
        return ()
    unique: list[Reference] = []
    for one in found:
        if one not in unique:
            unique.append(one)
    return tuple(unique)


def _compose(root: object) -> Iterator[Reference]:
    for service in _table(_table(root).get("services")).values():
        build = _table(service).get("build")
        if isinstance(build, str):
            yield Reference(os.path.normpath(os.path.join(build, "Dockerfile")), build)
        elif (table := _table(build)) and "dockerfile_inline" not in table:
            yield _reference(table)


def _bake(root: object) -> Iterator[Reference]:
    targets = {name: _table(one) for name, one in _table(_table(root).get("target")).items()}
    known: dict[str, Mapping[str, object]] = {}
    for name in targets:
        table = _inherited(targets, name, known, 0)
        if table and "dockerfile-inline" not in table:
            yield _reference(table)


def _reference(build: Mapping[str, object]) -> Reference:
    """A build as compose and bake files describe it, with the same keys."""
    context = _text(build.get("context")) or "."
    dockerfile = _text(build.get("dockerfile")) or "Dockerfile"
    platforms = _list(build.get("platforms"))
    return Reference(
        dockerfile if os.path.isabs(dockerfile) else os.path.normpath(os.path.join(context, dockerfile)),
        context,
        _text(build.get("target")),
        _arguments(build.get("args")),
        _text(platforms[0]) if len(platforms) == 1 else None,
    )


def _inherited(
    targets: Mapping[str, Mapping[str, object]], name: str, known: dict[str, Mapping[str, object]], depth: int
) -> Mapping[str, object]:
    """A target with what it inherits; later ones win. ``known`` are those that are made, each once."""
    if name in known:
        return known[name]
    own = targets.get(name, {})
    if depth > DEEPEST:
        return own
    known[name] = own  # where a circle ends
    merged: dict[str, object] = {}
    for parent in _list(own.get("inherits")):
        merged |= _inherited(targets, str(parent), known, depth + 1)
    known[name] = {**merged, **own}
    return known[name]


def _devcontainer(root: object) -> Iterator[Reference]:
    build = _table(_table(root).get("build"))
    dockerfile = _text(build.get("dockerfile")) or _text(_table(root).get("dockerFile"))
    if dockerfile:
        context = _text(build.get("context")) or "."
        yield Reference(dockerfile, context, _text(build.get("target")), _arguments(build.get("args")))


def _arguments(value: object) -> dict[str, str]:
    """``args`` as a table, or as a list of ``NAME=value``."""
    pairs: list[tuple[str, object]] = list(_table(value).items())
    for item in _list(value):
        name, equals, text = str(item).partition("=")
        pairs += [(name, text)] if equals else []
    known = ((name, _text(one)) for name, one in pairs)
    return {name: text for name, text in known if text is not None}


def _text(value: object) -> str | None:
    """A text with its variables' defaults; None where one has none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value)
    marks = list(VARIABLE.finditer(text))
    if any(mark[0] != "$$" and mark[2] is None for mark in marks):
        return None
    return VARIABLE.sub(lambda mark: "$" if mark[0] == "$$" else mark[2], text)


def _table(value: object) -> Mapping[str, object]:
    return {str(key): one for key, one in value.items()} if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _json(text: str) -> object:
    try:
        value: object = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))
    except (ValueError, RecursionError) as error:
        raise not_well_formed("JSON", error) from None
    return value


def _hcl(data: bytes) -> object:
    """A bake file in HCL as its JSON form; defaults of variables stand for them."""
    import hcl2
    from lark.exceptions import LarkError

    try:
        root = hcl2.loads(data.decode("utf-8"))
    except (LarkError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise not_well_formed("HCL", error) from None
    blocks = {kind: _blocks(root.get(kind)) for kind in ("variable", "target")}
    defaults = {name: _text(_plain(one.get("default"))) for name, one in blocks["variable"].items()}

    def told(value: object) -> object:
        if isinstance(value, Mapping):
            return {str(_plain(key)): told(one) for key, one in value.items()}
        if isinstance(value, list):
            return [told(one) for one in value]
        text = _plain(value)
        if not isinstance(text, str):
            return text
        return INTERPOLATION.sub(lambda mark: defaults.get(mark[1]) or mark[0], text)

    return {"target": {name: told(one) for name, one in blocks["target"].items()}}


def _blocks(listed: object) -> dict[str, Mapping[str, object]]:
    return {str(_plain(name)): _table(one) for block in _list(listed) for name, one in _table(block).items()}


def _plain(value: object) -> object:
    """A text without the quotes that the parser keeps."""
    return value[1:-1] if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] == '"' else value


def _yaml(data: bytes) -> object:
    from ruamel.yaml import YAML

    from dfix.hosts.yaml import read_yaml

    return read_yaml(data, YAML(typ="safe", pure=True).load)
