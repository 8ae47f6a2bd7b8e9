"""Whether C and C++ sources of the build context take what glibc 2.38 brought: ``__isoc23_strtol`` and its like.

glibc's headers put these in the place of ``strtol``, ``sscanf``, ``atoi`` (inlined) and the rest for C23 and for
``_GNU_SOURCE``, which g++ always defines; libstdc++'s headers call them for ``std::stoi``. ``strlcpy`` is new, and
``fmod`` has a new version (glibc's NEWS, 2.38; measured with g++ 14 on Debian 13).
"""

from dfix.text.pattern import pattern
from dfix.trace.knowledge.source_files import files_below
from dfix.trace.state.origin import MadeHere
from dfix.trace.state.root import Root

CALLED = pattern(
    r"\b(?:strto(?:u?ll?|[iu]max)|sto(?:i|u?ll?)|[vf]?scanf|v?sscanf|ato(?:i|ll?)|strlc(?:py|at)|fmodf?)[ \t]*\(",
    having="strto sto scanf ato strlc fmod",
)
OF_CXX, OF_C = (".cc", ".cpp", ".cxx", ".C", ".hpp", ".hh"), (".c", ".h")
GNU = pattern(r"_GNU_SOURCE|std=(?:gnu|c)(?:23|2x)", having="_GNU_SOURCE std=")
# What is mostly not in the program.
ELSEWHERE = frozenset(
    "test tests bench benches benchmark benchmarks example examples fuzz doc docs node_modules".split()
)
BUILD_FILES = ("CMakeLists.txt", "Makefile", "configure.ac", "meson.build")
MOST = 300


def reads_numbers(made: MadeHere, root: Root) -> bool:
    """Whether a source of a compiler's command, or of the project that was built, calls one of these."""
    if root.context is None:
        return False
    call, project = made.call, made.project
    top = (project.source if project and project.source else call.cwd).rstrip("/")
    named = [call.path(text) for text in call.texts if text.endswith((*OF_CXX, *OF_C))]
    paths = named or (files_below(root, top, (*OF_CXX, *OF_C), ELSEWHERE) or [])
    texts = {path: root.read(path) or "" for path in paths[:MOST]}
    if any(CALLED.search(text) for path, text in texts.items() if path.endswith(OF_CXX)):
        return True
    words = " ".join((*call.texts, *(project.words if project else ())))
    said = [words, *(root.read(f"{top}/{name}") or "" for name in BUILD_FILES), *texts.values()]
    return any(map(GNU.search, said)) and any(map(CALLED.search, texts.values()))
