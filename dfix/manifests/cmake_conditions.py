"""The parts of a CMake file that its configuration leaves out: ``if(BUILD_CLIENT)`` beside ``-DBUILD_CLIENT=OFF``.

Source: cmake-commands(7), "if", of which the plain forms are read: a variable, NOT, AND, OR. What else decides is not
known, and stays. Other systems than Linux are off.
"""

import re
from collections.abc import Iterable, Mapping

from dfix.text.pattern import pattern
from dfix.tristate import Tristate

YES, NO, UNKNOWN = Tristate.YES, Tristate.NO, Tristate.UNKNOWN
BRANCH = pattern(r"^[ \t]*(if|elseif|else|endif)[ \t]{0,9}\(([^\n]{0,400})", re.MULTILINE | re.IGNORECASE)
SWITCH = pattern(r"-D\s*(\w{1,100})(?::\w{1,20})?=(\w{1,20})")
VALUES = {
    **dict.fromkeys(("off", "0", "no", "false", "n", "ignore"), NO),
    **dict.fromkeys(("on", "1", "yes", "true", "y"), YES),
}
OTHER_SYSTEMS = dict.fromkeys(("WIN32", "MSVC", "APPLE", "MINGW", "ANDROID", "IOS", "CYGWIN", "EMSCRIPTEN"), NO)
MOST_TERMS = 20


def switches(words: Iterable[str]) -> Mapping[str, Tristate]:
    """What the words of a configuration turn on and off, and the systems for which it is not."""
    found = dict(OTHER_SYSTEMS)
    for match in SWITCH.finditer(" ".join(words)):
        found[match[1]] = VALUES.get(match[2].lower(), UNKNOWN)
    return found


def without_left_out(text: str, values: Mapping[str, Tristate]) -> str:
    """The text without the branches that are surely not taken."""
    parts: list[str] = []
    # Of each open ``if``: whether its present branch is taken, and whether one before it was.
    branches: list[tuple[Tristate, Tristate]] = []
    place, left_out = 0, 0
    for match in BRANCH.finditer(text):
        if not left_out:
            parts.append(text[place : match.start()])
        place, word = match.start(), match[1].lower()
        now = branches.pop() if word != "if" and branches else (NO, NO)
        left_out -= now[0] is NO and word != "if"
        if word == "endif":
            left_out = max(left_out, 0)
            continue
        before = now[0] | now[1]
        taken = ~before & (YES if word == "else" else truth_of(match[2], values))
        branches.append((taken, before))
        left_out = max(left_out, 0) + (taken is NO)
    return "".join((*parts, "" if left_out else text[place:]))


def truth_of(condition: str, values: Mapping[str, Tristate]) -> Tristate:
    """Whether a condition holds; what follows its bracket on the line is not of it."""
    inner = condition.rpartition(")")[0] if condition.count(")") == 1 else ""
    words = inner.split()
    if not words or len(words) > MOST_TERMS or ("AND" in words and "OR" in words):
        return UNKNOWN
    terms, term = list[list[str]](), list[str]()
    for word in words:
        if word in ("AND", "OR"):
            terms.append(term)
            term = []
        else:
            term.append(word)
    truths = [_truth_of_term(one, values) for one in (*terms, term)]
    result = truths[0]
    for truth in truths[1:]:
        result = result | truth if "OR" in words else result & truth
    return result


def _truth_of_term(words: list[str], values: Mapping[str, Tristate]) -> Tristate:
    if len(words) == 2 and words[0] == "NOT":
        return ~values.get(words[1], UNKNOWN)
    return values.get(words[0], UNKNOWN) if len(words) == 1 else UNKNOWN
