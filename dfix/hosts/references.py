"""Which Dockerfiles other files build, and how: compose files, bake files, devcontainer.json.

Sources: the Compose specification, "build"; Docker's "Bake file reference"; the Dev Container
specification, "Dockerfile". A text with a variable that has no default in the file is left out.
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
# A text or comment that is not closed goes to the end; the file is no JSON in either case.
COMMENT = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)


class Reference(NamedTuple):
    """One build. ``dockerfile`` and ``context`` are paths relative to the file that names them.

    ``platforms`` are all that it names, ``platform`` is the only one of them. ``images`` are the names that the
    image gets.
    """

    dockerfile: str
    context: str
    target: str | None = None
    args: Mapping[str, str] = {}
    platform: str | None = None
    platforms: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


def references(path: str, data: bytes) -> tuple[Reference, ...]:
    """The builds that a file names, each once, in its order, without platforms and images; none for another kind.

    Raises:
        HostError: it is not well-formed.
    """
    unique: list[Reference] = []
    for named in every_reference(path, data):
        reference = named._replace(platforms=(), images=())
        if reference not in unique:
            unique.append(reference)
    return tuple(unique)


def every_reference(path: str, data: bytes) -> Iterator[Reference]:
    """The builds that a file names, in its order, with their platforms.

    Raises:
        HostError: it is not well-formed.
    """
    return _references(os.path.basename(path).lower(), data)


def _references(name: str, data: bytes) -> Iterator[Reference]:
    """The builds of a file with that name, in lower case; a file without the word that they need is not parsed."""
    if name == "devcontainer.json":
        text = COMMENT.sub(lambda match: match[1] or "", data.decode("utf-8", "replace"))
        return _devcontainer(_json(text))
    if name.endswith((".yml", ".yaml")) and b"build" in data:
        return _compose(_yaml(data))
    if name.endswith(".json") and b'"target"' in data:
        return _bake(_json(data.decode("utf-8", "replace")))
    if name.endswith(".hcl") and b"target" in data:
        return _bake(_hcl(data))
    return iter(())


def _compose(root: object) -> Iterator[Reference]:
    for service in _table(_table(root).get("services")).values():
        build, image = _table(service).get("build"), _text(_table(service).get("image"))
        images = (image,) if image else ()
        platform = _text(_table(service).get("platform"))
        platforms = (platform,) if platform else ()
        if isinstance(build, str):
            dockerfile = os.path.normpath(os.path.join(build, "Dockerfile"))
            yield Reference(dockerfile, build, platform=platform, platforms=platforms, images=images)
        elif (table := _table(build)) and "dockerfile_inline" not in table:
            reference = _reference(table)
            if not reference.platforms:
                reference = reference._replace(platform=platform, platforms=platforms)
            yield reference._replace(images=images + reference.images)


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
    platforms = tuple(text for one in _list(build.get("platforms")) if (text := _text(one)))
    return Reference(
        dockerfile if os.path.isabs(dockerfile) else os.path.normpath(os.path.join(context, dockerfile)),
        context,
        _text(build.get("target")),
        _arguments(build.get("args")),
        platforms[0] if len(platforms) == 1 else None,
        platforms,
        tuple(text for one in _list(build.get("tags")) if (text := _text(one))),
    )


def _inherited(
    targets: Mapping[str, Mapping[str, object]], name: str, known: dict[str, Mapping[str, object]], depth: int
) -> Mapping[str, object]:
    """A target with the keys that it inherits; a later parent wins. ``known`` keeps what is computed."""
    if name in known:
        return known[name]
    own = targets.get(name, {})
    if depth > DEEPEST:
        return own
    known[name] = own  # a circle of parents ends here
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
    """The values of ``args``, which is a table or a list of ``NAME=value``; a name without a value is left out."""
    pairs: list[tuple[str, object]] = list(_table(value).items())
    for item in _list(value):
        name, equals, text = str(item).partition("=")
        pairs += [(name, text)] if equals else []
    values = ((name, _text(given)) for name, given in pairs)
    return {name: text for name, text in values if text is not None}


def _text(value: object) -> str | None:
    """A text with the defaults of its variables; None where one has no default, and for a value that is no text."""
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
    """A bake file in HCL in its JSON form, with the defaults of its variables filled in."""
    import hcl2
    from lark.exceptions import LarkError

    try:
        root = hcl2.loads(data.decode("utf-8"))
    except (LarkError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise not_well_formed("HCL", error) from None
    blocks = {kind: _blocks(root.get(kind)) for kind in ("variable", "target")}
    defaults = {name: _text(_plain(one.get("default"))) for name, one in blocks["variable"].items()}
    return {"target": {name: _filled(target, defaults) for name, target in blocks["target"].items()}}


def _filled(value: object, defaults: Mapping[str, str | None]) -> object:
    """A value with the defaults of its variables; a variable without one stays as it is written."""
    if isinstance(value, Mapping):
        return {str(_plain(key)): _filled(inner, defaults) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, defaults) for inner in value]
    text = _plain(value)
    if not isinstance(text, str):
        return text
    return INTERPOLATION.sub(lambda mark: defaults.get(mark[1]) or mark[0], text)


def _blocks(listed: object) -> dict[str, Mapping[str, object]]:
    return {str(_plain(name)): _table(one) for block in _list(listed) for name, one in _table(block).items()}


def _plain(value: object) -> object:
    """A text without the quotes, which the parser keeps; another value as it is."""
    return value[1:-1] if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] == '"' else value


def _yaml(data: bytes) -> object:
    from ruamel.yaml import YAML

    from dfix.hosts.yaml import read_yaml

    return read_yaml(data, YAML(typ="safe", pure=True).load)
