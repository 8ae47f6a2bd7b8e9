r"""The text that a command substitution prints where the command alone says it: ``$(echo $X | sed 's/\//-/g')``.

People derive the word of a download's address from ``$TARGETPLATFORM`` so, or a file's name from its path. Only
commands whose output is a plain function of their words are read (POSIX: echo, printf, basename, dirname, sed, tr,
cut, awk); nothing is run, and no expression is matched that has more than an anchor in it.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from dfix.syntax.expand import LONGEST_VALUE, Lookup
from dfix.syntax.script import Command, Node, Pipeline, ShellWord, Substitution
from dfix.syntax.shell import read
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern

# In code points, and commands in a pipeline: more than people write into one substitution.
LONGEST_COMMAND, MOST_COMMANDS = 512, 8
# How each command that is read begins.
STARTS = ("echo ", "printf ", "basename ", "dirname ")
# ``s/old/new/g`` with any delimiter; old and new have no special characters but an anchor.
SUBSTITUTE = pattern(
    r"s(?P<mark>[/|,#:@+])(?P<old>(?:\\.|(?!(?P=mark))[^\\])*)(?P=mark)"
    r"(?P<new>(?:\\.|(?!(?P=mark))[^\\])*)(?P=mark)(?P<all>g?)$"
)
SPECIAL = frozenset("*[].?+(){}|")
PRINT_FIELD = pattern(r"\s*\{\s*print\s+\$(\d)\s*;?\s*\}\s*$")
CASES = {
    ("A-Z", "a-z"): str.lower,
    ("[:upper:]", "[:lower:]"): str.lower,
    ("[A-Z]", "[a-z]"): str.lower,
    ("a-z", "A-Z"): str.upper,
    ("[:lower:]", "[:upper:]"): str.upper,
    ("[a-z]", "[A-Z]"): str.upper,
}
FORMATS = frozenset({"%s", r"%s\n"})


def printed_values(word: ShellWord, lookup: Lookup, known: dict[str, str]) -> dict[str, str]:
    """What each substitution of a word prints, by its command; none of those whose output is not known."""
    commands = (part.command for part in word.parts if isinstance(part, Substitution) and part.command not in known)
    found = ((command, _printed(command, lookup, known)) for command in commands if _may_be_read(command))
    return {command: text for command, text in found if text is not None}


def _may_be_read(command: str) -> bool:
    return len(command) <= LONGEST_COMMAND and command.startswith(STARTS)


def _printed(command: str, lookup: Lookup, known: dict[str, str]) -> str | None:
    """What one command prints, without the line ends behind it."""
    text: str | None = None
    for number, part in enumerate(_parts(command)):
        words = [word.value(lookup, known) for word in part.words]
        if UNKNOWN_TEXT in "".join(words):
            return None
        text = _filtered(words, text) if number else _first(words)
        if text is None or len(text) > LONGEST_VALUE or UNKNOWN_TEXT in text:
            return None
    return text.rstrip("\n") if text is not None else None


def _parts(command: str) -> tuple[Command, ...]:
    """The commands of a pipeline; none where the text is anything else."""
    steps = _steps(command)
    nodes: Sequence[Node] = steps[0].parts if len(steps) == 1 and isinstance(steps[0], Pipeline) else steps
    commands = tuple(node for node in nodes if isinstance(node, Command))
    is_pipeline = len(steps) == 1 and len(commands) == len(nodes) <= MOST_COMMANDS
    return commands if is_pipeline and all(map(_is_plain, commands)) else ()


@lru_cache(64)
def _steps(command: str) -> tuple[Node, ...]:
    return tuple(step.node for step in read(command).steps)


def _is_plain(command: Command) -> bool:
    """Whether it has words, and reads and writes nothing but its pipe."""
    return bool(command.words) and not command.redirects and not command.assignments


def _first(words: list[str]) -> str | None:
    """What a command prints that reads nothing."""
    name, *args = words
    if name == "echo":
        args = args[1:] if args[:1] == ["-n"] else args
        text = " ".join(args)
        return None if text.startswith("-") or "\\" in text else text
    if name == "printf":
        rest = args[1:] if args[:1] and args[0] in FORMATS else args
        return rest[0] if len(rest) == 1 and "%" not in rest[0] and "\\" not in rest[0] else None
    if name == "basename" and len(args) in (1, 2) and not args[0].startswith("-"):
        last = args[0].rstrip("/").rpartition("/")[2]
        suffix = args[1] if len(args) == 2 else ""
        return last.removesuffix(suffix) if last != suffix else last
    if name == "dirname" and len(args) == 1 and not args[0].startswith("-"):
        above, slash, _ = args[0].rstrip("/").rpartition("/")
        return above or (slash or ".")
    return None


def _filtered(words: list[str], text: str | None) -> str | None:
    """What a filter makes of one line."""
    name, *args = words
    if text is None or "\n" in text.rstrip("\n") or name not in _FILTERS:
        return None
    return _FILTERS[name](args, text.rstrip("\n"))


def _sed(args: list[str], text: str) -> str | None:
    scripts = [arg for arg in args if arg not in ("-e", "-E", "-r")]
    for script in scripts:
        for step in script.split(";") if script.count(";") < MOST_COMMANDS else ("",):
            changed = _substituted(step.strip(), text)
            if changed is None:
                return None
            text = changed
    return text if scripts else None


def _substituted(step: str, text: str) -> str | None:
    match = SUBSTITUTE.match(step) if len(step) <= LONGEST_COMMAND else None
    if match is None or len(text) > LONGEST_VALUE:
        return None
    old, new = _plain(match["old"], match["mark"]), _plain(match["new"], match["mark"])
    is_start, is_end = match["old"].startswith("^"), match["old"].endswith("$")
    if old is None or new is None or "&" in new:
        return None
    old = old[is_start : len(old) - is_end]
    if not old or "^" in old or "$" in old:
        return None
    if is_start or is_end:
        fits = (not is_start or text.startswith(old)) and (not is_end or text.endswith(old))
        if not fits or (is_start and is_end and text != old):
            return text
        return new + text[len(old) :] if is_start else text[: -len(old)] + new
    return text.replace(old, new, -1 if match["all"] else 1)


def _plain(written: str, mark: str) -> str | None:
    r"""The text that a part of ``s/…/…/`` means; None where it has more than plain characters.

    A point behind a backslash is a point; the delimiter behind one is itself.
    """
    out, at = [], 0
    while at < len(written):
        char = written[at]
        if char == "\\":
            if written[at + 1 : at + 2] not in (mark, ".", "/", "-"):
                return None
            at += 1
            char = written[at]
        elif char in SPECIAL:
            return None
        out.append(char)
        at += 1
    return "".join(out)


def _tr(args: list[str], text: str) -> str | None:
    if args[:1] == ["-d"] and len(args) == 2 and _is_character(args[1]):
        return text.replace(args[1], "")
    if len(args) != 2:
        return None
    if case := CASES.get((args[0], args[1])):
        return case(text) if text.isascii() else None
    return text.replace(args[0], args[1]) if all(map(_is_character, args)) else None


def _is_character(text: str) -> bool:
    return len(text) == 1 and text != "\\"


def _cut(args: list[str], text: str) -> str | None:
    """``cut -d / -f 2``, ``-f2-``: a line without the delimiter is printed whole."""
    joined = _joined(args, ("-d", "-f", "--delimiter", "--fields"))
    mark = joined.get("-d") or joined.get("--delimiter") or "\t"
    first, dash, last = (joined.get("-f") or joined.get("--fields") or "").partition("-")
    if len(joined) != 2 or len(mark) != 1 or not first.isascii() or not first.isdigit() or last or int(first) < 1:
        return None
    if mark not in text:
        return text
    fields = text.split(mark)[int(first) - 1 :]
    return mark.join(fields if dash else fields[:1])


def _awk(args: list[str], text: str) -> str | None:
    """``awk -F/ '{print $2}'``."""
    options = _joined(args[:-1], ("-F",))
    mark, match = options.get("-F"), PRINT_FIELD.match(args[-1]) if args else None
    if match is None or (mark is None and len(args) > 1) or (mark is not None and not _is_delimiter(mark)):
        return None
    fields = text.split(mark)
    number = int(match[1])
    return text if number == 0 else fields[number - 1] if number <= len(fields) else ""


def _is_delimiter(mark: str) -> bool:
    return len(mark) == 1 and mark not in SPECIAL and mark not in "\\^$ "


def _joined(args: list[str], names: tuple[str, ...]) -> dict[str, str]:
    """Options with their values, written together or apart; empty where there are other words."""
    found: dict[str, str] = {}
    waiting = ""
    for arg in args:
        name = next((one for one in names if arg.startswith(one)), None)
        if waiting:
            found[waiting], waiting = arg, ""
        elif name is None:
            return {}
        elif arg == name:
            waiting = name
        else:
            found[name] = arg[len(name) :].removeprefix("=" if name.startswith("--") else "")
    return {} if waiting else found


_FILTERS: dict[str, Callable[[list[str], str], str | None]] = {"sed": _sed, "tr": _tr, "cut": _cut, "awk": _awk}
