"""``find -exec`` and ``xargs``: commands with names that are not known.

``find`` puts each path in place of ``{}`` (POSIX, find); ``xargs`` puts them at the end.
"""

from collections.abc import Iterator

from dfix.text import UNKNOWN_TEXT
from dfix.trace.commands import model
from dfix.trace.knowledge.found_files import found_files
from dfix.trace.knowledge.listings import printed_text
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, SetsFact
from dfix.trace.state.facts import OpenDirectory
from dfix.trace.state.root import Root

# What puts files somewhere under their own names.
TRANSFERS = frozenset({"cp", "mv", "ln", "install", "rsync", "tar", "unzip"})
COPIES = frozenset({"cp", "mv", "install"})
# What find replaces by the path of a file.
PLACE = "{}"
INSTALLERS = frozenset(
    {"apk", "apt", "apt-get", "apt-mark", "dnf", "yum", "microdnf", "zypper", "pacman", "pip", "pip3", "npm"}
)
EXECS = frozenset({"-exec", "-execdir", "-ok"})


def find(call: Call, root: Root) -> Iterator[Effect]:
    r"""``find /opt -name x -exec ln -s {} /usr/bin \\;``."""
    words = list(call.texts)
    start = next((number for number, word in enumerate(words) if word in EXECS), None)
    if start is not None:
        words = [word for word in words[start + 1 :] if word not in (";", "\\;", "+")]
        yield from _received(call, [word for word in words if word != PLACE])
        yield from _transferred(call, words, found_files(call.texts, call.cwd, root), root)


def xargs(call: Call, root: Root) -> Iterator[Effect]:
    """``… | xargs ln -st /usr/bin``, ``xargs -a packages.txt apt-get install``."""
    start = next((number for number, word in enumerate(call.texts) if word in TRANSFERS | INSTALLERS), None)
    if start is None:
        return
    name, rest = call.texts[start], call.args[start + 1 :]
    run = model(name) if name in INSTALLERS else None
    if run:
        end = rest[-1].end if rest else call.args[start].end
        received = (Arg(word, end, end) for word in _input(call, call.texts[:start], root) or (UNKNOWN_TEXT,))
        yield from run(call._replace(name=name, program=name, args=(*rest, *received)), root)
    else:
        command = [name, *(arg.text for arg in rest)]
        yield from _received(call, command)
        if call.feeds and call.feeds[-1].name == "find":
            place = call._replace(args=call.args[:start]).option("-I", "-i")
            words = [PLACE if place and word == place.text else word for word in command]
            paths = found_files(call.feeds[-1].texts, call.feeds[-1].cwd, root)
            yield from _transferred(call, words if PLACE in words else [*words, PLACE], paths, root)


def _transferred(call: Call, words: list[str], paths: tuple[str, ...], root: Root) -> Iterator[Effect]:
    """What ``cp {} /out`` and its like do with the files that ``find`` found."""
    run = model(words[0]) if words and paths and words[0] in COPIES else None
    if run is not None:
        texts = [text for word in words[1:] for text in (paths if word == PLACE else (word,))]
        args = tuple(Arg(text, call.command.end, call.command.end) for text in texts)
        yield from run(call._replace(name=words[0], program=words[0], args=args), root)


def _input(call: Call, options: tuple[str, ...], root: Root) -> tuple[str, ...]:
    """The words that xargs reads: of a file, or of the commands before it; none where they are not known."""
    own = call._replace(args=call.args[: len(options)])
    file = own.option("-a", "--arg-file")
    source = file.text if file else next((path for redirect, path in call.redirects if redirect.operator == "<"), None)
    if source is not None:
        text = root.read(call.path(source))
    elif any(feed.redirects for feed in call.feeds) or own.option("-I"):
        text = None
    else:
        feeds = [(feed.name, feed.texts) for feed in call.feeds]
        text = printed_text(feeds, None, lambda path: root.read(call.path(path)))
    return tuple(text.split()) if text else ()


def _received(call: Call, command: list[str]) -> Iterator[Effect]:
    """Any name may be in the directories that the command names now, or in the current one."""
    if not command or command[0].rsplit("/", 1)[-1] not in TRANSFERS:
        return
    named = [word for word in command[1:] if word.startswith(("/", ".")) and UNKNOWN_TEXT not in word]
    for directory in named or [call.cwd]:
        yield SetsFact(OpenDirectory(call.path(directory)))


MODELS = {"find": find, "xargs": xargs}
