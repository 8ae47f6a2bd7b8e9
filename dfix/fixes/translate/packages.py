"""Package manager commands of one distribution written in those of another."""

from collections.abc import Iterator
from enum import Enum

from dfix.edit import insert, remove, replace, written
from dfix.edit.position import position_of
from dfix.fixes.translate.move import Dropped, Kept, Move, Rewritten, Untranslatable
from dfix.fixes.translate.system import CACHES
from dfix.images import Release
from dfix.images.packages import NAMES_OF, translated, why_untranslated
from dfix.text import UNKNOWN_TEXT, Edit
from dfix.trace.knowledge.package_options import operands_of
from dfix.trace.state.call import Arg, Call
from dfix.values import NamedTuple


class Verb(Enum):
    """What a package manager is asked to do."""

    UPDATE = "update"
    INSTALL = "install"
    REMOVE = "remove"
    UPGRADE = "upgrade"
    CLEAN = "clean"


class Order(NamedTuple):
    """A package manager's command: its verb, where the verb is, its packages, a name for all of them."""

    verb: Verb
    word: Arg
    packages: tuple[Arg, ...]
    virtual: str = ""

    @property
    def installs(self) -> bool:
        """Whether packages are downloaded."""
        return self.verb in (Verb.INSTALL, Verb.UPGRADE)


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
WEIGHTY = frozenset(
    "--repository -X --repositories-file -t --target-release --default-release --enablerepo --repo --repoid "
    "--repofrompath --root -p --installroot --allow-untrusted".split()
)
HARMLESS_VARIABLES = frozenset({"DEBIAN_FRONTEND", "LC_ALL", "LANG", "DEBCONF_NONINTERACTIVE_SEEN"})


class Turn(NamedTuple):
    """Where a command is among the installations of its RUN, and packages under their new names that join it.

    ``is_last`` holds only where nothing cleans up behind it.
    """

    is_first: bool
    is_last: bool
    extra: tuple[str, ...] = ()


def read(call: Call) -> Order:
    """What the command asks for.

    Raises:
        Untranslatable: its verb or one of its options is not known.
    """
    manager = NAMES_OF[call.name]
    operands = operands_of(call)
    verb = VERBS[manager].get(operands[0].text) if operands else None
    if verb is None:
        raise Untranslatable(f"`{call.name} {operands[0].text if operands else ''}` is not understood")
    # ``apk add -t`` names a virtual package.
    weighty = (text for text in call.texts if text.split("=")[0] in WEIGHTY and (manager, text) != ("apk", "-t"))
    for text in weighty:
        raise Untranslatable(f"`{call.name} {text}` installs from a place that the other distribution lacks")
    virtual = call.option("--virtual", "-t") if manager == "apk" else None
    return Order(verb, operands[0], tuple(operands[1:]), virtual.text if virtual else "")


def translate(call: Call, move: Move, groups: dict[str, tuple[Arg, ...]], turn: Turn) -> Kept | Dropped | Rewritten:
    """The command in the words of the new distribution.

    ``groups`` holds what apk's virtual packages stand for; the command's own is added to it.

    Raises:
        Untranslatable: a package or an option has no counterpart.
    """
    order = read(call)
    if order.verb in (Verb.UPDATE, Verb.CLEAN) or (order.verb is Verb.REMOVE and not order.packages):
        return Dropped(call)
    if order.virtual:
        groups[order.virtual] = order.packages
    names = [(arg, _kept(order, _names(call, arg, move, groups))) for arg in order.packages]
    if order.verb is not Verb.UPGRADE and not any(new for _, new in names):
        return Dropped(call)
    _require_place(call, needs_update=order.verb is Verb.INSTALL and bool(UPDATES[move.new_manager]))
    head, tail = _head(order, move, turn), _tail(call, order, move, turn)
    edits = [replace.command_through(call, order.word, head), *_options(call, order), *_renamed(call, names)]
    return Rewritten((*edits, insert.after_words(call, tail)) if tail else tuple(edits))


def _kept(order: Order, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names less those that must stay: the zones, to which ``/etc/localtime`` is a link on Debian."""
    return tuple(name for name in names if name != "tzdata") if order.verb is Verb.REMOVE else names


def _head(order: Order, move: Move, turn: Turn) -> str:
    """The new program and its verb, behind what must come before the first installation."""
    head, update = _by_own_manager(WORDING[move.new_manager, order.verb], move.new), UPDATES[move.new_manager]
    return f"{update} && {head}" if order.installs and turn.is_first and update else head


def _tail(call: Call, order: Order, move: Move, turn: Turn) -> str:
    """The packages that join the command, and what cleans up behind the last installation."""
    gap, clean = written.gap(move.source, call, order.packages), _by_own_manager(CLEANS[move.new_manager], move.new)
    extra = "".join(f"{gap}{name}" for name in turn.extra)
    cleans_up = order.installs and turn.is_last and clean
    return f"{extra}{written.joint(move.source, call)}{clean}" if cleans_up else extra


def installation(release: Release, names: tuple[str, ...]) -> str:
    """A complete installation in one line, for a RUN of its own."""
    manager = NAMES_OF[release.package_manager or ""]
    install = f"{WORDING[manager, Verb.INSTALL]} {' '.join(names)}"
    commands = (UPDATES[manager], install, CLEANS[manager])
    return " && ".join(_by_own_manager(command, release) for command in commands if command)


def _by_own_manager(command: str, release: Release) -> str:
    """A command of dnf's under the name that the release has for it: ``microdnf``, ``yum``, ``tdnf``."""
    return command.replace("dnf", release.package_manager or "", 1) if command.startswith("dnf ") else command


def clean_instead(call: Call, move: Move) -> Rewritten | None:
    """``rm`` of the old package cache made into the cleaning up that the new package manager wants."""
    cache, clean = CACHES[move.old_manager], _by_own_manager(CLEANS[move.new_manager], move.new)
    operands = list(call.operands())
    if not clean or not operands or not all(cache.search(arg.text) for arg in operands):
        return None
    return Rewritten((replace.command_words(call, clean),))


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
    names = translated(arg.text, call.name, move.new)
    if names is None:
        reason = why_untranslated(arg.text, call.name) if move.new_manager == "apt" else None
        raise Untranslatable(reason or f"no name is known for the package `{arg.text}` on {move.new.title}")
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
