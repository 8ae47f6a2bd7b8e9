"""For which platforms the files beside a Dockerfile build its image: CI files, makefiles, scripts, bake files.

They are read as text, not parsed: a CI file is full of templates, and only two things of it count. Variables are
replaced by every value that the file itself gives them. Sources: the reference of ``docker buildx build``; the inputs
of docker/build-push-action; Docker's "Bake file reference"; the Compose specification; GoReleaser's "Docker Images".
"""

import os
import re
from collections.abc import Iterator
from itertools import islice, takewhile

from dfix.hosts.matrix import in_row, margin_of, rows_above
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

PLATFORM = pattern(r"\blinux/(amd64|arm64|arm|386|ppc64le|s390x|riscv64)\b")
COMMAND = pattern(r"\b(?:docker|buildx|podman|buildah|nerdctl|img|depot)\b[^\n;|]*?\b(?:build|bud)\b([^\n;|]*)")
OPTION = pattern(r"(?:^|\s)(--platform|-f|--file|--build-arg)[=\s]\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+)")
ACTION = pattern(
    r"^([ \t]*)(?:-[ \t]+)?uses:[ \t]*['\"]?(?:docker|depot|useblacksmith|redhat-actions)/"
    r"(?:build-push-action|buildah-build)"
)
ITEM = pattern(r"^[ \t]*-[ \t]")
KEY = r"^[ \t]*(?:-[ \t]+)?['\"]?{}['\"]?[ \t]*(?::|=|\?=|:=)[ \t]*(.*)$"
VARIABLE = pattern(r"\$\{\{[^}]*?([\w-]+)[ \t]*(?:\|\|[^}]*)?\}\}|\$[({](\w+)[^)}]*[)}]|\$\$?(\w+)")
BLOCK_VALUE = ("", "|", "|-", ">", ">-", "[")
MOST_LINES = 20_000
MOST_VALUES = 40
# So many steps of a workflow build images.
MOST_STEPS = 60


class Built(NamedTuple):
    """One build of an image: the Dockerfile's path from the folder, and the architectures that it is built for.

    ``arguments`` are the names of the build arguments that it is given.
    """

    dockerfile: str
    architectures: frozenset[str]
    arguments: frozenset[str]


def builds(name: str, data: bytes) -> Iterator[Built]:
    """The builds for named platforms that a file describes, by its name; paths are seen from the file's folder.

    Raises:
        HostError: a bake or compose file is not well-formed.
    """
    text = data.decode("utf-8", "replace")
    if not ("arm64" in text or "linux/" in text) or text.count("\n") > MOST_LINES:
        return
    if "goreleaser" in name:
        yield from _of_goreleaser(text.splitlines())
    elif "platforms" in text and ("compose" in name or "bake" in name):
        yield from _of_references(name, data)
    else:
        yield from _of_text(text)


def _of_references(name: str, data: bytes) -> Iterator[Built]:
    """The builds of a bake or compose file."""
    from dfix.hosts.references import every_reference

    for one in every_reference(name, data):
        architectures = frozenset(PLATFORM.findall(" ".join(one.platforms)))
        yield Built(one.dockerfile, architectures, frozenset(one.args))


def _of_text(text: str) -> Iterator[Built]:
    """The commands and the steps of a CI file, a makefile or a script."""
    joined = re.sub(r"\\\r?\n[ \t]*", " ", text)
    lines = joined.splitlines()
    for match in COMMAND.finditer(joined):
        yield from _of_command(match[1], lines)
    actions = ((number, action) for number, line in enumerate(lines) if (action := ACTION.match(line)))
    for number, action in islice(actions, MOST_STEPS):
        step = _step(lines, number, len(action[1]))
        for row in rows_above(lines, number):
            yield from _of_step([in_row(line, row) for line in step], lines)


def _of_command(words: str, lines: list[str]) -> Iterator[Built]:
    """``docker buildx build --platform … -f …``."""
    options: dict[str, list[str]] = {}
    for name, value in OPTION.findall(words):
        options.setdefault(name, []).append(value.strip("\"'"))
    files = options.get("-f", []) + options.get("--file", [])
    named = frozenset(value.partition("=")[0] for value in options.get("--build-arg", []))
    yield from _built(files[-1] if files else "Dockerfile", ",".join(options.get("--platform", [])), named, lines)


def _of_step(step: list[str], lines: list[str]) -> Iterator[Built]:
    """A step of a workflow that uses an action: its inputs are its keys."""
    inputs = {name: _values(step, name) for name in ("file", "context", "platforms", "build-args")}
    context = next(iter(inputs["context"]), ".")
    is_root = context.strip("./") == "" or "{" in context
    files = inputs["file"] or (["Dockerfile"] if is_root else [f"{context}/Dockerfile"])
    named = frozenset(value.strip().partition("=")[0] for value in inputs["build-args"])
    for file in files:
        yield from _built(file, ",".join(inputs["platforms"]), named, lines)


def _built(file: str, platforms: str, arguments: frozenset[str], lines: list[str]) -> Iterator[Built]:
    architectures = frozenset(PLATFORM.findall(" ".join(_resolved(platforms, lines))))
    for name in _resolved(file, lines) if architectures else ():
        if "$" not in name:
            yield Built(os.path.normpath(name.strip()), architectures, arguments)


def _step(lines: list[str], number: int, indent: int) -> list[str]:
    """The lines of the list item that holds a line: up to the next item, or to what is less indented."""
    first = number
    while first > 0 and not ITEM.match(lines[first]):
        first -= 1
    margin = min(indent, len(lines[first]) - len(lines[first].lstrip()))
    last = number + 1
    while last < len(lines) and (not lines[last].strip() or margin_of(lines[last]) > margin):
        last += 1
    return lines[first:last]


def _resolved(text: str, lines: list[str]) -> list[str]:
    """A text with its first variable replaced by each of the values that the file gives it, and so the others."""
    texts = [text]
    for _ in range(3):
        texts = [new for old in texts for new in _replaced(old, lines)][:MOST_VALUES]
    return texts


def _replaced(text: str, lines: list[str]) -> list[str]:
    match = VARIABLE.search(text)
    name = next((group for group in match.groups() if group), "") if match else ""
    values = _values(lines, name) if name else []
    return [text[: match.start()] + value + text[match.end() :] for value in values] if match and values else [text]


def _values(lines: list[str], name: str) -> list[str]:
    """The values of a key or a variable: behind its sign, or on the lines below that are further in."""
    expression = re.compile(KEY.format(re.escape(name)))
    found: list[str] = []
    for number, line in enumerate(lines):
        match = expression.match(line)
        if match is None:
            continue
        if match[1].strip() not in BLOCK_VALUE:
            found += [part.strip(" \"'") for part in match[1].strip("[] ").split(", ")]
        else:
            found += _below(lines, number)
    return found[:MOST_VALUES]


def _below(lines: list[str], number: int) -> Iterator[str]:
    """The lines below a key that are further in, or the items of its list."""
    margin = margin_of(lines[number])
    for line in lines[number + 1 : number + 1 + MOST_VALUES]:
        if line.strip() and margin_of(line) <= margin and not (ITEM.match(line) and margin_of(line) == margin):
            return
        yield line.strip(" -\"',[]")


def _of_goreleaser(lines: list[str]) -> Iterator[Built]:
    """The items of ``dockers:``, each of one architecture."""
    start = next((number for number, line in enumerate(lines) if line.startswith("dockers:")), len(lines))
    block = "\n".join([*takewhile(lambda line: not line.strip() or line[0] in " -#", lines[start + 1 :])])
    for item in re.split(r"^(?:  )?- (?=\w+:)", block, flags=re.MULTILINE)[1:]:
        inner = [f"  {line}" for line in item.splitlines()]
        architectures = frozenset((*_values(inner, "goarch"), *PLATFORM.findall(item)))
        for file in _values(inner, "dockerfile") or ["Dockerfile"]:
            yield Built(os.path.normpath(file), architectures, frozenset())
