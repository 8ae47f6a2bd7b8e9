"""Small pieces of messages: counts, reasons, lines cut short."""

from collections.abc import Sequence


def install_extra(extra: str) -> str:
    """The command that installs what a part of dfix needs, as every shell takes it."""
    return f'pip install "dfix[{extra}]"'


def counted(number: int, noun: str) -> str:
    """``1 finding``, ``2 findings``, ``2 fixes``, ``2 libraries``."""
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("y"):
        return f"{number} {noun[:-1]}ies"
    return f"{number} {noun}es" if noun.endswith("x") else f"{number} {noun}s"


def reason(error: OSError) -> str:
    """Why the system refused, in its own words: ``no such file or directory``."""
    return (error.strerror or str(error)).lower()


def shortened(text: str, most: int) -> str:
    """The text, in at most ``most`` characters; an ellipsis stands for the rest."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def listed(words: Sequence[str], most: int) -> str:
    """``a and b``, and of more than ``most`` words ``a, b and 5 more``."""
    if len(words) <= most:
        return " and ".join(words)
    return f"{', '.join(words[: most - 1])} and {len(words) - most + 1} more"
