"""Which shell script of the build context a call runs."""

import re

from dfix.context.script import LONGEST, read_shebang
from dfix.syntax.shell import SHELLS
from dfix.text.paths import join_path
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Runs
from dfix.trace.state.root import Root

# Builtins that run a script in the shell that calls them.
SOURCES = frozenset({".", "source"})
# In code points.
LONGEST_SCRIPT = 64 * 1024


def called_script(call: Call, root: Root) -> Runs | None:
    """A shell script of the build context that a call runs, by its name or by a shell; None for anything else."""
    name, *operands = _script_words(call) or [""]
    text = root.read(join_path(call.cwd, name)) if name and root.context else None
    if text is None or not _is_shell_script(text):
        return None
    return Runs((text,), call.cwd, {str(number): operand for number, operand in enumerate(operands, 1)})


def _script_words(call: Call) -> list[str]:
    """The script's name, and its operands; empty where the call runs no script."""
    if call.name not in SHELLS and call.name not in SOURCES:
        return [call.program, *call.texts] if "/" in call.program else []
    words = list(call.texts)
    while words and re.fullmatch(r"-[euxv]+", words[0]):
        words.pop(0)
    return [] if words and words[0].startswith("-") else words


def _is_shell_script(text: str) -> bool:
    """Whether a file's text is a shell script of a length that people write."""
    if len(text) > LONGEST_SCRIPT or "\0" in text:
        return False
    shebang = read_shebang(text[:LONGEST].encode("latin-1"))
    return shebang is None or shebang.program in SHELLS
