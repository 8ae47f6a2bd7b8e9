"""What the mode of a file says of its execution."""

import re

from dfix.tristate import Tristate


def may_execute(mode: str) -> Tristate:
    """What ``--chmod`` or ``install -m`` says: an octal mode, or a symbolic one (chmod(1); Dockerfile 1.14)."""
    if re.fullmatch(r"[0-7]{3,4}", mode):
        return Tristate.of(bool(int(mode, 8) & 0o111))
    return Tristate.YES if re.search(r"[+=][rwX]*x", mode) else Tristate.UNKNOWN
