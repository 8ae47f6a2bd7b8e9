"""Ruby: Bundler's Gemfile.lock and Gemfile."""

import re

from dfix.manifests.listed import Listed, Read
from dfix.text.pattern import pattern

# A line of a Gemfile outside the groups, whose lines are indented.
ASKED = pattern(r"^gem[ (]{1,4}(['\"])([\w.-]{1,100})\1", re.MULTILINE)
GEM = pattern(r"^ {4}([\w.-]+) \(([^)]*)\)$", re.MULTILINE)


ELSEWHERE = pattern(r"[ \t]*(?:gemspec|eval_gemfile|instance_eval|eval)\b")
GEMFILE_LINE = pattern(r"(?:(gem)[ (]{1,4}['\"]([\w.-]{1,100})['\"](.*)|group[ (](.*)\bdo\b|(end)\b|(.*)\bdo\b)")
GROUPS = pattern(r"\bgroups?\s{0,4}(?:=>|:)\s{0,4}(\[[^\]]{0,200}\]|:\w+)")
SYMBOL = pattern(r":(\w+)")
# A gem that another one needs, below that one.
NEEDED = pattern(r"^ {6}([\w.-]+)")
LONGEST_GEMFILE, LONGEST_LINE, DEEPEST = 200_000, 500, 20


def gems(read: Read, directory: str, without: frozenset[str] = frozenset()) -> Listed | None:
    """The gems of a Gemfile.lock, one for a platform comes compiled; without it those that a Gemfile asks for.

    Those that only groups of ``without`` ask for are left out.
    """
    text = read(f"{directory}/Gemfile.lock")
    asked = read(f"{directory}/Gemfile")
    if text is None:
        # What these depend on in turn is not known.
        names = [name for _, name in ASKED.findall(asked)] if asked else []
        return Listed.of(names, complete=False) if names else None
    found = GEM.findall(text)
    native = [name for name, version in found if re.search(r"-(x86_64|aarch64|arm64|arm)-linux", version)]
    left_out = _only_of(asked, text, without) if asked and without else frozenset()
    return Listed.of([name for name, _ in found if name not in left_out], complete=True, native=native)


def asked_gems(gemfile: str | None) -> frozenset[str] | None:
    """The gems that a Gemfile names itself; None where it is not there, or other files name some, too."""
    if gemfile is None or len(gemfile) > LONGEST_GEMFILE:
        return None
    groups = _groups_of_gems(gemfile)
    return None if groups is None else frozenset(groups)


def _only_of(gemfile: str, lock: str, without: frozenset[str]) -> frozenset[str]:
    """The gems of a lock file that only groups which are left out bring; none where the Gemfile is put together."""
    groups = _groups_of_gems(gemfile) if len(gemfile) < LONGEST_GEMFILE else None
    needed: dict[str, list[str]] = {}
    below: list[str] = []
    for line in lock.splitlines():
        if match := GEM.match(line):
            below = needed.setdefault(match[1], [])
        elif match := NEEDED.match(line):
            below.append(match[1])
        elif line and not line.startswith("  "):
            below = []
    if not groups:
        return frozenset()
    waiting = [name for name, of in groups.items() if not of or not of <= without]
    kept = set[str]()
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            waiting += needed.get(name, ())
    return frozenset(needed) - kept if any(of and of <= without for of in groups.values()) else frozenset()


def _groups_of_gems(gemfile: str) -> dict[str, frozenset[str]] | None:
    """The groups in which a Gemfile names each gem; None where other files, or a gemspec, name some."""
    gems_of: dict[str, frozenset[str]] = {}
    opened: list[frozenset[str]] = []
    for line in gemfile.splitlines():
        if ELSEWHERE.match(line) or len(opened) > DEEPEST:
            return None
        match = GEMFILE_LINE.match(line.strip()[:LONGEST_LINE])
        if match is None:
            continue
        if match[1]:
            said = GROUPS.search(match[3])
            own = frozenset(SYMBOL.findall(said[1])) if said else frozenset[str]()
            groups = own or next((names for names in reversed(opened) if names), own)
            before = gems_of.get(match[2], groups)
            # One that is asked for outside of all groups, too, is not of a group.
            gems_of[match[2]] = groups | before if groups and before else frozenset()
        elif match[5]:
            opened = opened[:-1]
        else:
            opened.append(frozenset(SYMBOL.findall(match[4] or "")))
    return gems_of
