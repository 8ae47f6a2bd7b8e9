"""Which packages of the distribution commands installed and removed, up to one point of a build."""

from collections.abc import Iterable, Mapping
from functools import reduce

from dfix.shared_map import SharedMap
from dfix.text import UNKNOWN_TEXT
from dfix.tristate import Tristate
from dfix.values import NamedTuple

YES, NO, UNKNOWN = Tristate.YES, Tristate.NO, Tristate.UNKNOWN


class Wish(NamedTuple):
    """What was asked of the package manager for one name.

    ``present``: it is installed by its own name. ``recommends``: with the packages that it recommends.
    ``removed``: it was removed by its name, also one that the base image brought. ``leftovers``: it was
    removed, and what had come with it stays (``apt-get remove`` without ``--auto-remove``). ``manual``:
    apt keeps it although nothing needs it (``apt-mark``).
    """

    present: Tristate = NO
    recommends: Tristate = NO
    removed: Tristate = NO
    leftovers: Tristate = NO
    manual: Tristate = NO

    def join(self, other: "Wish") -> "Wish":
        """What is known when either of two ways may have been taken."""
        return Wish(*(mine.join(others) for mine, others in zip(self, other, strict=True)))


NEVER_NAMED = Wish()


def _is_loose(wish: Wish) -> bool:
    """Whether the package goes, or may go, where what nothing needs is removed."""
    return wish.leftovers is not NO or (wish.present is not NO and wish.manual is not YES)


EVERY = ".*"


class Installed(NamedTuple):
    """The packages that were named, and the groups of ``apk add --virtual``.

    ``is_open``: packages of unknown names may be installed; ``open_libraries``: such packages too, but only
    ones that hold libraries. ``loose`` are the names that ``drop_leftovers`` may change, and perhaps others.
    What the names bring along is not here: see ``provides.py``.
    """

    wishes: SharedMap[str, Wish] = SharedMap()
    groups: SharedMap[str, frozenset[str]] = SharedMap()
    loose: SharedMap[str, None] = SharedMap()
    is_open: Tristate = NO
    open_libraries: Tristate = NO

    def install(self, names: Iterable[str], *, recommends: bool = False, group: str = "") -> "Installed":
        """The state after packages were installed; ``group`` is the name by which apk removes them together."""
        known = frozenset(name for name in names if UNKNOWN_TEXT not in name)
        wish = Wish(YES, Tristate.of(recommends), manual=YES)
        state = self.wish(dict.fromkeys(known, wish))
        groups = self.groups.with_value(group, known | self.groups.get(group, frozenset())) if group else self.groups
        is_open = self.is_open | Tristate.of(len(known) < len(frozenset(names)))
        return state._replace(groups=groups, is_open=is_open)

    def wish(self, changes: Mapping[str, Wish]) -> "Installed":
        """The state after these wishes took the place of those before."""
        wishes, loose = self.wishes, self.loose
        for name, wish in changes.items():
            wishes = wishes.with_value(name, wish)
            if _is_loose(wish):
                loose = loose.with_value(name, None)
        return self._replace(wishes=wishes, loose=loose)

    def remove(self, names: Iterable[str], *, with_dependencies: bool) -> "Installed":
        """The state after packages, or groups of them, were removed.

        ``with_dependencies``: what had come with them goes too, unless something else needs it.
        """
        state = self
        for name in names:
            for package in self.groups.get(name, frozenset({name})):
                before = state.wishes.get(package, NEVER_NAMED)
                leftovers = NO if with_dependencies else before.present
                state = state.wish({package: Wish(NO, before.recommends, YES, leftovers)})
        return state.drop_leftovers() if with_dependencies else state

    def drop_leftovers(self) -> "Installed":
        """The state after ``apt-get autoremove``: what nothing needs any more is gone."""
        state = self._replace(loose=SharedMap())
        for name in self.loose:
            wish = self.wishes.get(name, NEVER_NAMED)
            if _is_loose(wish):
                kept = wish.present & wish.manual
                state = state.wish({name: wish._replace(present=kept, removed=~kept, leftovers=NO)})
        return state

    def mark(self, names: Iterable[str], manual: Tristate) -> "Installed":
        """The state after ``apt-mark manual`` or ``auto``; a name that is not known may be any, ``.*`` is every one."""
        state = self
        for name in names:
            hits = [name] if UNKNOWN_TEXT not in name and name != EVERY else list(self.wishes)
            for hit in hits:
                wish = state.wishes.get(hit, NEVER_NAMED)
                answer = wish.manual.join(manual) if UNKNOWN_TEXT in name else manual
                # Only what is installed can be marked: a dependency that is kept on purpose is named by that.
                present = YES if hit == name and manual is YES else wish.present
                state = state.wish({hit: wish._replace(present=present, manual=answer)})
        return state

    def shown_manual(self) -> str:
        """What ``apt-mark showmanual`` prints: the names that are surely marked, and one for all of the base image."""
        names = (name for name, wish in self.wishes.items() if wish.present is YES and wish.manual is YES)
        return " ".join(("base-files", *sorted(names)))

    def named(self, *answers: Tristate) -> frozenset[str]:
        """The names whose presence is one of the answers."""
        return frozenset(name for name, wish in self.wishes.items() if wish.present in answers)

    def holds_any(self, names: Iterable[str]) -> Tristate:
        """Whether one of the names is installed."""
        return reduce(Tristate.__or__, (self.wishes.get(name, NEVER_NAMED).present for name in names), NO)

    def removed(self, *answers: Tristate) -> frozenset[str]:
        """The names of which it is one of the answers whether they were removed."""
        return frozenset(name for name, wish in self.wishes.items() if wish.removed in answers)

    def leftovers(self) -> frozenset[str]:
        """The names that were removed and whose dependencies are still there, or may be."""
        return frozenset(name for name, wish in self.wishes.items() if wish.leftovers is not NO)

    def with_recommends(self) -> frozenset[str]:
        """The names that were installed, or may have been, with what they recommend."""
        return frozenset(name for name, wish in self.wishes.items() if wish.recommends is not NO)

    def join(self, other: "Installed") -> "Installed":
        """What is known when either of two ways may have been taken."""
        if self is other:
            return self
        changed = dict.fromkeys((*self.wishes.changed(other.wishes), *other.wishes.changed(self.wishes)))
        loose = self.loose
        for name in (*changed, *other.loose.changed(self.loose)):
            loose = loose.with_value(name, None)
        return Installed(
            self.wishes.join(other.wishes, NEVER_NAMED, Wish.join),
            self.groups.join(other.groups, frozenset(), frozenset.union),
            loose,
            self.is_open.join(other.is_open),
            self.open_libraries.join(other.open_libraries),
        )
