"""Where musl looks for libraries: what was meant by ``ldconfig`` and ``ld.so.conf``."""

from collections.abc import Iterable, Iterator, Mapping

from dfix.edit import replace
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.text.pattern import pattern
from dfix.trace.state.call import Call

MUSL_PATH = Repair(
    "musl-path",
    "writes the directories to `/etc/ld-musl-ARCH.path`, which is what musl reads",
    "musl searches these directories for every program of the image",
    Applicability.UNSAFE,
    Change.WORDS,
)
# The musl manual, "Dynamic linker": the file replaces this default, so the default is written too.
DEFAULT = ("/lib", "/usr/local/lib", "/usr/lib")
NO_LIBRARIES = pattern(r"/(bin|sbin|include|share|etc|man|src)/?$")
CONFIGURATION = "/etc/ld-musl-$(uname -m).path"


def unsearched(directories: Iterable[str], environment: Mapping[str, str]) -> tuple[str, ...]:
    """The directories that may hold libraries and that musl does not search."""
    searched = (*DEFAULT, *environment.get("LD_LIBRARY_PATH", "").split(":"))
    kept = {path.rstrip("/") for path in searched}
    return tuple(path for path in directories if path.rstrip("/") not in kept and not NO_LIBRARIES.search(path))


def write_musl_path(call: Call, directories: tuple[str, ...]) -> Iterator[Fix]:
    """The command made into one that tells musl of the directories; none where musl looks there by default."""
    others = unsearched(directories, call.env)
    if not others or not can_edit(call) or call.instruction.json is not None or not all(map(_is_plain, others)):
        return
    text = f'printf "%s\\n" {" ".join((*DEFAULT, *others))} >> {CONFIGURATION}'
    yield MUSL_PATH.fix(f"make musl search {' and '.join(others)}", (replace.command(call, text),))


def _is_plain(path: str) -> bool:
    return path.startswith("/") and all(character.isalnum() or character in "/._-+" for character in path)
