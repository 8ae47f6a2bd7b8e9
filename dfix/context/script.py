"""The first line of a script: which interpreter the kernel starts for it.

Source: execve(2), "Interpreter scripts"; env(1).
"""

from dfix.values import NamedTuple

LONGEST = 256


class Shebang(NamedTuple):
    """``path`` as written; ``program`` the name that is looked up: behind ``env`` the word after it.

    ``carriage_return``: the line ends in CR, which the kernel takes as part of the path.
    """

    path: str
    program: str
    carriage_return: bool


def read_shebang(head: bytes) -> Shebang | None:
    """What the first bytes of a file say; None where they begin no script."""
    if not head.startswith(b"#!"):
        return None
    line = head[2:LONGEST].split(b"\n", 1)[0].decode("latin-1")
    words = line.rstrip("\r").split()
    if not words:
        return None
    named = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    is_env = words[0].rsplit("/", 1)[-1] == "env"
    program = (named[0] if named else "env") if is_env else words[0]
    # After ``env`` with an argument, CR ends up in the name that env looks for; behind an option, in the option.
    return Shebang(words[0], program.rsplit("/", 1)[-1], line.endswith("\r"))
