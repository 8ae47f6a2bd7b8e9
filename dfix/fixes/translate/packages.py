"""Package manager commands of one distribution written in those of another."""

from collections.abc import Iterator
from enum import Enum

from dfix.edit import insert, remove, replace, written
from dfix.edit.position import position_of
from dfix.fixes.translate.move import Dropped, Kept, Move, Rewritten, Untranslatable
from dfix.fixes.translate.system import CACHES
from dfix.images import Release
from dfix.images.packages import NAMES_OF, translated
from dfix.text import UNKNOWN_TEXT, Edit
from dfix.trace.state.call import Arg, Call
from dfix.values import NamedTuple

WITH_VALUE = (
    "-t",
    "--virtual",
    "-o",
    "--repository",
    "-X",
    "-c",
    "--target-release",
    "--arch",
    "--enablerepo",
    "--setopt",
)


class Verb(Enum):
    """What a package manager is asked to do."""

    UPDATE = "update"
    INSTALL = "install"
    REMOVE = "remove"
    UPGRADE = "upgrade"
    CLEAN = "clean"


class Order(NamedTuple):
    """A package manager's command: its verb, where the verb stands, its packages, a name for all of them."""

    verb: Verb
    word: Arg
    packages: tuple[Arg, ...]
    virtual: str = ""


VERBS = {
    "apt": {
        "update": Verb.UPDATE, "install": Verb.INSTALL, "remove": Verb.REMOVE, "purge": Verb.REMOVE,
        "autoremove": Verb.REMOVE, "upgrade": Verb.UPGRADE, "dist-upgrade": Verb.UPGRADE,
        "full-upgrade": Verb.UPGRADE, "clean": Verb.CLEAN, "autoclean": Verb.CLEAN,
    },
    "apk": {
        "update": Verb.UPDATE, "add": Verb.INSTALL, "del": Verb.REMOVE, "upgrade": Verb.UPGRADE, "cache": Verb.CLEAN,
    },
    "dnf": {
        "makecache": Verb.UPDATE, "check-update": Verb.UPDATE, "install": Verb.INSTALL, "remove": Verb.REMOVE,
        "erase": Verb.REMOVE, "update": Verb.UPGRADE, "upgrade": Verb.UPGRADE, "clean": Verb.CLEAN,
    },
}  # fmt: skip
# What comes before the packages.
WORDING = {
    ("apt", Verb.INSTALL): "apt-get install -y --no-install-recommends",
    ("apt", Verb.REMOVE): "apt-get purge -y --auto-remove",
    ("apt", Verb.UPGRADE): "apt-get upgrade -y",
    ("apk", Verb.INSTALL): "apk add --no-cache",
    ("apk", Verb.REMOVE): "apk del",
    ("apk", Verb.UPGRADE): "apk upgrade --no-cache",
    ("dnf", Verb.INSTALL): "dnf install -y",
    ("dnf", Verb.REMOVE): "dnf remove -y",
    ("dnf", Verb.UPGRADE): "dnf upgrade -y",
}
UPDATES = {"apt": "apt-get update", "apk": "", "dnf": ""}
CLEANS = {"apt": "rm -rf /var/lib/apt/lists/*", "apk": "", "dnf": "dnf clean all"}
# Options whose loss changes what is installed.
WEIGHTY = ("--repository", "-X", "-t", "--target-release", "--enablerepo", "--root", "-p", "--allow-untrusted")
HARMLESS_VARIABLES = frozenset({"DEBIAN_FRONTEND", "LC_ALL", "LANG", "DEBCONF_NONINTERACTIVE_SEEN"})


def is_manager(call: Call) -> bool:
    """Whether the call is a package manager's that can be translated."""
    return call.name in NAMES_OF


def read(call: Call) -> Order:
    """What the command asks for.

    Raises:
        Untranslatable: its verb or one of its options is not known.
    """
    names = NAMES_OF[call.name]
    operands = list(call.operands(*WITH_VALUE))
    verb = VERBS[names].get(operands[0].text) if operands else None
    if verb is None:
        raise Untranslatable(f"`{call.name} {operands[0].text if operands else ''}` is not understood")
    weighty = next(
        (text for text in call.texts if text.split("=")[0] in WEIGHTY and not (text == "-t" and names == "apk")), ""
    )
    if weighty:
        raise Untranslatable(f"`{call.name} {weighty}` installs from a place that the other distribution lacks")
    virtual = call.option("--virtual", "-t") if names == "apk" else None
    return Order(verb, operands[0], tuple(operands[1:]), virtual.text if virtual else "")


def translate(
    call: Call,
    move: Move,
    groups: dict[str, tuple[Arg, ...]],
    *,
    is_first: bool,
    is_last: bool,
    extra: tuple[str, ...] = (),
) -> Kept | Dropped | Rewritten:
    """The command in the words of the wanted distribution.

    ``groups`` remembers what apk's virtual packages stand for; ``is_first`` and ``is_last`` tell
    whether it is the first and the last installation of its RUN.

    Raises:
        Untranslatable: a package or an option has no counterpart.
    """
    order = read(call)
    target = NAMES_OF[move.wanted.package_manager or ""]
    if order.verb in (Verb.UPDATE, Verb.CLEAN) or (order.verb is Verb.REMOVE and not order.packages):
        return Dropped(call)
    if order.virtual:
        groups[order.virtual] = order.packages
    names = [(arg, _names(call, arg, move, groups)) for arg in order.packages]
    if order.verb is not Verb.UPGRADE and not any(new for _, new in names):
        return Dropped(call)
    _require_place(call, needs_update=order.verb is Verb.INSTALL and bool(UPDATES[target]))
    head = WORDING[target, order.verb]
    installs = order.verb in (Verb.INSTALL, Verb.UPGRADE)
    if installs and is_first and UPDATES[target]:
        head = f"{UPDATES[target]} && {head}"
    edits = [replace.command_through(call, order.word, head), *_options(call, order), *_renamed(call, names)]
    tail = "".join(f"{written.gap(move.source, call, order.packages)}{name}" for name in extra)
    if installs and is_last and CLEANS[target]:
        tail += f"{written.joint(move.source, call)}{CLEANS[target]}"
    if tail:
        edits.append(insert.after_words(call, tail))
    return Rewritten(tuple(edits))


def whole(wanted: Release, head: str, names: tuple[str, ...]) -> str:
    """A complete installation in one line."""
    target = NAMES_OF[wanted.package_manager or ""]
    return " && ".join(part for part in (UPDATES[target], f"{head} {' '.join(names)}", CLEANS[target]) if part)


def clean_instead(call: Call, move: Move) -> Rewritten | None:
    """``rm`` of the old package cache made into the cleaning up that the new package manager wants."""
    target = NAMES_OF[move.wanted.package_manager or ""]
    cache = CACHES[NAMES_OF[move.here.package_manager or ""]]
    old = [arg for arg in call.operands() if cache.search(arg.text)]
    if not old or not CLEANS[target] or len(old) != len(list(call.operands())):
        return None
    return Rewritten((replace.command_words(call, CLEANS[target]),))


def _names(call: Call, arg: Arg, move: Move, groups: dict[str, tuple[Arg, ...]]) -> tuple[str, ...]:
    """The new names of one package."""
    raw = written.arg(call, arg)
    if UNKNOWN_TEXT in arg.text or "$" in raw:
        raise Untranslatable(f"which packages `{raw}` names is not known")
    if arg.text in groups and call.name == "apk":
        return tuple(name for member in groups[arg.text] for name in _names(call, member, move, {}))
    for mark in ("=", "<", ">", "~"):
        if mark in arg.text:
            raise Untranslatable(f"`{arg.text}` asks for a version, which the other distribution does not have")
    names = translated(arg.text, call.name, move.wanted)
    if names is None:
        raise Untranslatable(f"no name is known for the package `{arg.text}` on {move.wanted.title}")
    return names


def _require_place(call: Call, *, needs_update: bool) -> None:
    position = position_of(call)
    if position is None:
        raise Untranslatable(f"`{call.name}` stands in a pipeline or a condition")
    if needs_update and {position.operator, position.next_operator} & {"||", "&"}:
        raise Untranslatable(f"`{call.name}` is one side of `||`")
    others = {name for name, _ in call.command.assignments} - HARMLESS_VARIABLES
    if others:
        raise Untranslatable(f"`{call.name}` is given the variable {min(others)}")


def _options(call: Call, order: Order) -> Iterator[Edit]:
    """The options after the verb go."""
    packages = {(arg.start, arg.end) for arg in order.packages}
    for arg in call.args:
        if arg.start > order.word.start and (arg.start, arg.end) not in packages:
            yield remove.arg(call, arg)


def _renamed(call: Call, names: list[tuple[Arg, tuple[str, ...]]]) -> Iterator[Edit]:
    """Each package under its new name, once."""
    seen: set[str] = set()
    for arg, new in names:
        fresh = [name for name in new if name not in seen]
        seen.update(fresh)
        if not fresh:
            yield remove.arg(call, arg)
        elif fresh != [written.arg(call, arg)]:
            yield replace.arg(call, arg, " ".join(fresh))
