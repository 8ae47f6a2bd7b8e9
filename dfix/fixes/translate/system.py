"""What else depends on the distribution: locales, package caches, certificates, time zones, paths."""

import re
from collections.abc import Callable

from dfix.edit import insert, remove, replace
from dfix.fixes.translate.move import Dropped, Kept, Move, Rewritten, Untranslatable
from dfix.fixes.translate.starts import with_group
from dfix.text.pattern import pattern
from dfix.trace.state.call import Call

CACHES = {
    "apt": pattern(
        r"/var/(lib/apt|cache/(apt|debconf))\b|/etc/apt/apt\.conf\.d/docker-clean", having="/var/ /etc/apt/"
    ),
    "apk": pattern(r"/var/cache/apk\b|/etc/apk/cache\b", having="/apk"),
    "dnf": pattern(r"/var/cache/(dnf|yum)\b", having="/var/cache/"),
}
OWN_PLACES = {
    "apt": pattern(
        r"/etc/apt/|/var/lib/dpkg|/usr/share/keyrings|-linux-gnu/|/etc/default/locale|/etc/debian_version|\.deb\b|deb\.\w+\.\w+/|"
        r"/etc/nginx/sites-|/var/spool/cron/",
        having="/etc/ /var/lib/dpkg /usr/share/keyrings -linux-gnu/ .deb deb. /var/spool/cron/",
    ),
    "apk": pattern(
        r"/etc/apk/|/lib/apk|/etc/alpine-release|\.apk\b|dl-cdn\.alpinelinux|/etc/(crontabs|periodic)\b|/etc/nginx/http\.d\b",
        having="/etc/ /lib/apk .apk dl-cdn",
    ),
    "dnf": pattern(r"/etc/(yum|dnf|pki/rpm)|\.rpm\b|rpm\.\w+\.\w+/", having="/etc/ .rpm rpm."),
}
LOCALES = frozenset("locale-gen update-locale localedef dpkg-reconfigure".split())
# Commands that one family of distributions has, and for which there is no translation.
UNTRANSLATED = frozenset(
    (
        "dpkg apt-key add-apt-repository apt-add-repository apt-mark apt-cache apt-config gdebi update-alternatives "
        "debconf-set-selections dpkg-divert rc-update rc-service openrc systemctl service rpm yum-config-manager dnf5 "
        "a2enmod a2ensite a2dissite a2enconf phpenmod apk-install install_packages update-rc.d invoke-rc.d zypper "
        "pacman"
    ).split()
)
TRUST = {"update-ca-certificates": "update-ca-trust", "update-ca-trust": "update-ca-certificates"}


def translate(call: Call, move: Move) -> Kept | Dropped | Rewritten | None:
    """What becomes of the command; None where it is none of these.

    Raises:
        Untranslatable: it has no counterpart.
    """
    handler = HANDLERS.get(call.name)
    if handler is not None:
        return handler(call, move)
    if call.name in UNTRANSLATED:
        raise Untranslatable(f"`{call.name}` has no counterpart on {move.new.title}")
    return None


def refuse_own_places(call: Call, move: Move) -> None:
    """Stop where a word or a redirection names a place that only the old distribution has.

    Raises:
        Untranslatable: it does.
    """
    places = OWN_PLACES[move.old_manager]
    words = [*call.texts, *(target for _, target in call.redirects)]
    named = next((word for word in words if places.search(word)), None)
    if named is not None:
        raise Untranslatable(f"`{_shortened(named)}` belongs to {move.old.title}")


def _remove(call: Call, move: Move) -> Kept | Dropped | Rewritten:
    """``rm`` of a package cache: the other distribution's, or nothing."""
    cache = CACHES[move.old_manager]
    old = [arg for arg in call.operands() if cache.search(arg.text)]
    if not old:
        return Kept()
    if len(old) == len(list(call.operands())):
        return Dropped(call)
    return Rewritten(tuple(remove.arg(call, arg) for arg in old))


def _locale(call: Call, move: Move) -> Dropped:
    """Musl knows UTF-8 locales only and needs none to be made; elsewhere another tool makes them."""
    if call.name == "dpkg-reconfigure" and not {"locales", "tzdata"} & set(call.texts):
        raise Untranslatable("`dpkg-reconfigure` has no counterpart")
    if move.new_manager != "apk" and call.name != "dpkg-reconfigure":
        raise Untranslatable(f"`{call.name}` makes locales in another way on {move.new.title}")
    return Dropped(call)


def _sed(call: Call, move: Move) -> Kept | Dropped:
    """``sed -i … /etc/locale.gen`` goes with locale-gen."""
    if "/etc/locale.gen" in call.texts and move.new_manager == "apk":
        return Dropped(call)
    return Kept()


def _echo(call: Call, move: Move) -> Kept | Dropped:
    """What is written for locale-gen, or to keep apt's downloads."""
    for_apt = any(
        re.match(r"/etc/(locale\.gen|default/locale|apt/apt\.conf\.d/)", target) for _, target in call.redirects
    )
    return Dropped(call) if for_apt and move.new_manager == "apk" else Kept()


def _owner(call: Call, move: Move) -> Kept | Rewritten:
    """``chown nobody:nobody``: the group is another on Debian."""
    if move.old_manager != "apk":
        return Kept()
    edits = [replace.arg(call, arg, owner) for arg in call.operands() if (owner := with_group(arg.text))]
    return Rewritten(tuple(edits)) if edits else Kept()


def _link(call: Call, move: Move) -> Kept | Rewritten:
    """``ln -s … /etc/localtime``: Debian's base has that file already."""
    forced = any(text.startswith("-") and "f" in text for text in call.texts)
    if move.new_manager == "apk" or forced or "/etc/localtime" not in call.texts:
        return Kept()
    return Rewritten((insert.after_program(call, " -f"),))


def _shell(call: Call, move: Move) -> Kept | Rewritten:
    """``ash -c …``: only busybox has it."""
    return Kept() if move.new_manager == "apk" else Rewritten((replace.program(call, "sh"),))


def _trust(call: Call, move: Move) -> Kept | Rewritten:
    is_red_hat = move.new_manager == "dnf"
    if is_red_hat == (call.name == "update-ca-trust"):
        return Kept()
    return Rewritten((replace.program(call, TRUST[call.name]),))


def _set(call: Call, move: Move) -> Kept:
    """dash, Debian's sh until release 13, does not know pipefail."""
    if "pipefail" in call.texts and move.new_manager == "apt":
        raise Untranslatable("`set -o pipefail` is not known to Debian's sh")
    return Kept()


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


Handler = Callable[[Call, Move], "Kept | Dropped | Rewritten"]
HANDLERS: dict[str, Handler] = {
    "rm": _remove, "sed": _sed, "echo": _echo, "printf": _echo, "set": _set, **dict.fromkeys(LOCALES, _locale),
    **dict.fromkeys(TRUST, _trust), "chown": _owner, "ln": _link, "ash": _shell,
}  # fmt: skip
