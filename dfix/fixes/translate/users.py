"""Users and groups: shadow's commands (useradd), Debian's adduser and busybox's adduser.

Sources: useradd(8), groupadd(8), usermod(8) of shadow; adduser(8) of Debian; busybox's ``adduser --help``.
"""

from collections.abc import Iterator, Mapping

from dfix.edit import replace, written
from dfix.fixes.translate.move import Dropped, Kept, Move, Rewritten, Untranslatable
from dfix.trace.state.call import Arg, Call
from dfix.values import NamedTuple

# Accounts of Debian's base-passwd, and those that only Alpine's alpine-baselayout has.
DEBIAN_USERS = frozenset(
    "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc nobody".split()
)
DEBIAN_GROUPS = DEBIAN_USERS - {"nobody", "sync"} | frozenset(
    "adm tty disk kmem dialout fax voice cdrom floppy tape sudo audio dip operator src shadow utmp video sasl plugdev "
    "staff users nogroup".split()
)
ALPINE_ONLY = frozenset(
    "guest ping xfs squid cyrus vpopmail ntp smmsp at ftp halt shutdown postmaster operator".split()
)
# Ids of the other groups and users that a new one cannot have: Alpine's of alpine-baselayout, Debian's of base-passwd.
ALPINE_IDS = {
    0: "root", 1: "bin", 2: "daemon", 3: "sys", 4: "adm", 5: "tty", 6: "disk", 7: "lp", 9: "kmem", 10: "wheel",
    11: "floppy", 12: "mail", 13: "news", 14: "uucp", 16: "cron", 18: "audio", 19: "cdrom", 20: "dialout", 21: "ftp",
    22: "sshd", 23: "input", 26: "tape", 27: "video", 28: "netdev", 34: "kvm", 35: "games", 42: "shadow",
    82: "www-data", 100: "users", 123: "ntp", 300: "abuild", 406: "utmp", 999: "ping", 65533: "nogroup",
    65534: "nobody",
}  # fmt: skip
DEBIAN_IDS = {
    0: "root", 1: "daemon", 2: "bin", 3: "sys", 4: "adm", 5: "tty", 6: "disk", 7: "lp", 8: "mail", 9: "news",
    10: "uucp", 12: "man", 13: "proxy", 15: "kmem", 20: "dialout", 21: "fax", 22: "voice", 24: "cdrom", 25: "floppy",
    26: "tape", 27: "sudo", 29: "audio", 30: "dip", 33: "www-data", 34: "backup", 37: "operator", 38: "list",
    39: "irc", 40: "src", 42: "shadow", 43: "utmp", 44: "video", 45: "sasl", 46: "plugdev", 50: "staff", 60: "games",
    100: "users", 65534: "nogroup",
}  # fmt: skip
# A group of Alpine's that no program of its base image uses; images delete it to have its number.
UNUSED_ON_ALPINE = "ping"
COMMANDS = frozenset("useradd adduser groupadd addgroup usermod userdel deluser groupdel delgroup".split())


class Option(NamedTuple):
    """What an option means; ``takes``: a value follows."""

    means: str
    takes: bool


def _table(values: Mapping[str, str], flags: Mapping[str, str]) -> Mapping[str, Option]:
    """Options by their spellings, from what they mean."""
    with_value = {word: Option(means, True) for means, words in values.items() for word in words.split()}
    return with_value | {word: Option(means, False) for means, words in flags.items() for word in words.split()}


SHADOW_USER = _table(
    {
        "uid": "-u --uid",
        "group": "-g --gid",
        "groups": "-G --groups",
        "home": "-d --home-dir --home",
        "shell": "-s --shell",
        "comment": "-c --comment",
    },
    {
        "make home": "-m --create-home",
        "no home": "-M --no-create-home",
        "system": "-r --system",
        "own group": "-U --user-group",
        "no group": "-N --no-user-group",
        "nothing": "-l --no-log-init",
    },
)
SHADOW_GROUP = _table({"gid": "-g --gid"}, {"system": "-r --system", "nothing": "-f --force"})
BUSYBOX_USER = _table(
    {
        "uid": "-u --uid",
        "group": "-G --ingroup",
        "home": "-h --home",
        "shell": "-s --shell",
        "comment": "-g --gecos",
    },
    {"nothing": "-D --disabled-password", "no home": "-H --no-create-home", "system": "-S --system"},
)
BUSYBOX_GROUP = _table({"gid": "-g --gid"}, {"system": "-S --system"})
DEBIAN_USER = _table(
    {
        "uid": "-u --uid",
        "group": "--ingroup --gid",
        "home": "--home",
        "shell": "-s --shell",
        "comment": "--gecos --comment",
    },
    {
        "nothing": "--disabled-password --disabled-login -q --quiet --force-badname",
        "no home": "--no-create-home",
        "system": "--system",
        "own group": "--group",
    },
)
DEBIAN_GROUP = _table({"gid": "-g --gid"}, {"system": "--system", "nothing": "-q --quiet"})


class Account(NamedTuple):
    """The command read: the values of its options, by what they mean and as written, and its operands."""

    given: Mapping[str, str]
    names: tuple[str, ...]


def translate(call: Call, move: Move) -> Kept | Dropped | Rewritten:
    """The command in the words of the new distribution.

    Raises:
        Untranslatable: an option or a form of the command is not known.
    """
    target = "busybox" if move.new_manager == "apk" else "shadow"
    if move.old_manager == "apk" and move.new_manager == "apt":
        change = _of_alpine(call)
        if change:
            return change
    if call.name in ("useradd", "groupadd", "usermod") and (target == "shadow" or "shadow" in move.present):
        return Kept()
    text = " && ".join((*_freed(call, move, target), *_write(call, move, target)))
    return Rewritten((replace.command_words(call, text),))


def _of_alpine(call: Call) -> Dropped | None:
    """What makes an account that Debian has already, or deletes one that only Alpine has: it goes.

    Raises:
        Untranslatable: it names a group that Debian does not have.
    """
    names = [arg.text for arg in call.args if not arg.text.startswith("-")]
    name = names[-1] if names else ""
    if call.name in ("deluser", "delgroup", "userdel", "groupdel"):
        return Dropped(call) if name in ALPINE_ONLY else None
    if "wheel" in call.texts:
        raise Untranslatable("Debian has no group `wheel`")
    makes_user = call.name in ("adduser", "useradd")
    joins = len(names) > 1 and names[-2] in (*DEBIAN_USERS, *names[:-1]) and names[-2] not in _option_values(call)
    is_there = name in (DEBIAN_USERS if makes_user else DEBIAN_GROUPS)
    return Dropped(call) if is_there and not (joins and call.name in ("adduser", "addgroup")) else None


def _option_values(call: Call) -> set[str]:
    """The words behind options."""
    pairs = zip(call.texts, call.texts[1:], strict=False)
    return {value for option, value in pairs if option.startswith("-") and not option.startswith(("-S", "-D", "-H"))}


def _freed(call: Call, move: Move, target: str) -> Iterator[str]:
    """What frees the number of the new group or user on the other distribution.

    Raises:
        Untranslatable: another group that is needed has it there.
    """
    if call.name not in ("useradd", "adduser", "groupadd", "addgroup"):
        return
    makes_group = call.name in ("groupadd", "addgroup")
    made = _read(call, _group_options(call, move) if makes_group else _user_options(call, move))
    number = made.given.get("gid" if makes_group else "uid", "")
    # A user that is put into a group takes no group of its own number.
    if not number.isdigit() or (not makes_group and "group" in made.given):
        return
    owner = (ALPINE_IDS if target == "busybox" else DEBIAN_IDS).get(int(number))
    if owner == UNUSED_ON_ALPINE:
        yield f"delgroup {owner}"
    elif owner and owner != made.names[-1]:
        raise Untranslatable(f"{move.new.title} has given the number {number} to its group `{owner}`")


def _write(call: Call, move: Move, target: str) -> Iterator[str]:
    if call.name in ("userdel", "deluser", "groupdel", "delgroup"):
        yield from _deletion(call, target)
    elif call.name == "usermod":
        yield from _membership(call)
    elif call.name in ("groupadd", "addgroup"):
        yield from _group(_read(call, _group_options(call, move)), target)
    else:
        user = _read(call, _user_options(call, move))
        yield from _user(_filled(user, call, move), target)


def _user_options(call: Call, move: Move) -> Mapping[str, Option]:
    if call.name == "useradd":
        return SHADOW_USER
    if move.old_manager == "apk":
        return BUSYBOX_USER
    if move.old_manager == "apt":
        return DEBIAN_USER
    return SHADOW_USER


def _group_options(call: Call, move: Move) -> Mapping[str, Option]:
    if call.name == "groupadd":
        return SHADOW_GROUP
    return BUSYBOX_GROUP if move.old_manager == "apk" else DEBIAN_GROUP


def _read(call: Call, options: Mapping[str, Option]) -> Account:
    given: dict[str, str] = {}
    names: list[str] = []
    rest = iter(call.args)
    for arg in rest:
        if not arg.text.startswith("-"):
            names.append(written.arg(call, arg))
            continue
        name, sign, value = written.arg(call, arg).partition("=")
        for key, option in _split(call, name, options):
            if option.takes and not sign:
                following = next(rest, None)
                if following is None:
                    raise Untranslatable(f"`{call.name} {key}` has no value")
                value = written.arg(call, following)
            given[option.means] = value if option.takes else "yes"
    if not names:
        raise Untranslatable(f"`{call.name}` names nobody")
    return Account(given, tuple(names))


def _split(call: Call, name: str, options: Mapping[str, Option]) -> Iterator[tuple[str, Option]]:
    """One option, or several letters behind one dash."""
    if name in options:
        yield name, options[name]
        return
    letters = [f"-{letter}" for letter in name[1:]]
    if name.startswith("--") or not all(letter in options for letter in letters):
        raise Untranslatable(f"`{call.name} {name}` has no known counterpart")
    for letter in letters:
        yield letter, options[letter]


def _filled(user: Account, call: Call, move: Move) -> Account:
    """The account with what the command does by itself: whether it makes a home directory and a group of its name."""
    given = dict(user.given)
    is_shadow = call.name == "useradd" or (call.name == "adduser" and move.old_manager not in ("apk", "apt"))
    if is_shadow:
        makes_home = "make home" in given or (call.name == "adduser" and "system" not in given)
        own_group = "group" not in given and "no group" not in given
    else:
        makes_home = "no home" not in given and not (
            "system" in given and given.get("home") in ("/nonexistent", None) and move.old_manager == "apt"
        )
        own_group = "group" not in given and ("system" not in given or "own group" in given)
    given["make home"] = "yes" if makes_home and "no home" not in given else ""
    given["own group"] = "yes" if own_group else ""
    return Account(given, user.names)


def _user(user: Account, target: str) -> Iterator[str]:
    given, name = user.given, user.names[0]
    if len(user.names) == 2:
        # ``adduser USER GROUP`` puts a user into a group.
        yield f"addgroup {name} {user.names[1]}" if target == "busybox" else f"usermod -aG {user.names[1]} {name}"
        return
    yield from (_busybox_user if target == "busybox" else _shadow_user)(given, name)


def _busybox_user(given: Mapping[str, str], name: str) -> Iterator[str]:
    group = given.get("group", "")
    system = " -S" if given.get("system") else ""
    if system and given.get("own group"):
        # busybox puts a system user into nogroup where no group is named.
        yield f"addgroup -S {name}"
        group = name
    options = {"uid": "-u", "home": "-h", "shell": "-s", "comment": "-g"}
    words = [f"adduser -D{system}", *_options(given, options, BUSYBOX)]
    words += [f"-G {group}"] if group else []
    words += [] if given.get("make home") else ["-H"]
    yield " ".join([*words, name])
    for other in filter(None, given.get("groups", "").strip("'\"").split(",")):
        yield f"addgroup {name} {other}"


def _shadow_user(given: Mapping[str, str], name: str) -> Iterator[str]:
    words = ["useradd"]
    words += ["-r"] if given.get("system") else []
    words += ["-m"] if given.get("make home") else []
    options = {"uid": "-u", "group": "-g", "groups": "-G", "home": "-d", "shell": "-s", "comment": "-c"}
    words += _options(given, options, SHADOW)
    words += [] if given.get("own group") or given.get("group") else ["-g nogroup"]
    yield " ".join([*words, name])


# Login shells by what the other distribution has.
BUSYBOX = {"/bin/bash": "/bin/sh", "/usr/sbin/nologin": "/sbin/nologin"}
SHADOW = {"/bin/ash": "/bin/sh", "/sbin/nologin": "/usr/sbin/nologin"}


def _options(given: Mapping[str, str], options: Mapping[str, str], shells: Mapping[str, str]) -> Iterator[str]:
    """The options that have a value, in order."""
    for means, option in options.items():
        value = given.get(means)
        if value:
            yield f"{option} {shells.get(value, value) if means == 'shell' else value}"


def _group(group: Account, target: str) -> Iterator[str]:
    given, name = group.given, group.names[-1]
    if len(group.names) == 2:
        yield f"addgroup {group.names[0]} {name}" if target == "busybox" else f"usermod -aG {name} {group.names[0]}"
        return
    system = given.get("system")
    gid = f" -g {given['gid']}" if given.get("gid") else ""
    program, flag = ("addgroup", " -S") if target == "busybox" else ("groupadd", " -r")
    yield f"{program}{flag if system else ''}{gid} {name}"


def _membership(call: Call) -> Iterator[str]:
    """``usermod -aG group user``; nothing else of usermod has a counterpart in busybox."""
    operands: list[Arg] = [arg for arg in call.args if not arg.text.startswith("-")]
    if call.texts[:1] not in (("-aG",), ("-a",), ("-Ga",)) or len(operands) != 2:
        raise Untranslatable("`usermod` has no counterpart in busybox")
    for group in written.arg(call, operands[0]).split(","):
        yield f"addgroup {written.arg(call, operands[1])} {group}"


def _deletion(call: Call, target: str) -> Iterator[str]:
    names = [written.arg(call, arg) for arg in call.args if not arg.text.startswith("-")]
    if len(names) != 1 or len(call.args) > 2:
        raise Untranslatable(f"`{call.name}` is used in a way that is not understood")
    of_user = call.name in ("userdel", "deluser")
    program = {"busybox": ("deluser", "delgroup"), "shadow": ("userdel", "groupdel")}[target][0 if of_user else 1]
    flag = (" --remove-home" if target == "busybox" else " -r") if len(call.args) == 2 and of_user else ""
    yield f"{program}{flag} {names[0]}"
