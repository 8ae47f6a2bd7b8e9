"""Which of the commands that dfix does not read may bring libraries to where the loader looks."""

from dfix.syntax.shell import SHELLS
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.trace.state.call import Call
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import Root

# What installs, by itself or by what it calls. A word of any other command is the name of its own business.
INSTALLS = pattern(
    r"install|setup|bootstrap|provision|\bap[tk]\b|apt-|apk-|dnf|yum|microdnf|\bpkg|brew|conda|mamba|vcpkg|conan|"
    r"\bdeps?\b|dependencies|\badd\b|upgrade|update|\bget\b|\.sh\b|\bnix|\bswupd|\bopkg|\beopkg|\bemerge|\bsudo\b|\bmake\b",
)
# Programs that build what a project says, and may install it.
BUILDERS = frozenset("make gmake cmake ninja meson scons waf bazel b2 bjam rake just task mage tox invoke".split())
# A program in one of these directories is the one that its name means.
OF_SYSTEM = frozenset({"/bin", "/usr/bin", "/sbin", "/usr/sbin"})
# A file of these languages is run by its interpreter; the files that change a system are shell scripts.
PROGRAM_TEXTS = (".py", ".js", ".mjs", ".cjs", ".ts", ".rb", ".pl", ".php")


def learn_unread(root: Root, call: Call) -> None:
    """Note that a command ran that is not read."""
    root.learn(Happening.UNREAD_COMMAND)
    if may_bring_libraries(call):
        root.learn(Happening.UNREAD_INSTALLATION)


def may_bring_libraries(call: Call) -> bool:
    """Whether a command may install libraries, as its words tell; a program by its name alone does its own work."""
    words = " ".join((call.program, *call.texts))
    if call.name in SHELLS | BUILDERS or UNKNOWN_TEXT in call.program or INSTALLS.search(words):
        return True
    directory, slash, _ = call.program.rpartition("/")
    return bool(slash) and directory not in OF_SYSTEM and not call.program.endswith(PROGRAM_TEXTS)
