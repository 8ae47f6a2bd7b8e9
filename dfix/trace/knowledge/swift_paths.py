"""Where ``swift build --show-bin-path`` says that the products of a package are (swift.org, "swift build")."""

from dfix.syntax.script import ShellWord, Substitution
from dfix.text.paths import join_path
from dfix.text.pattern import pattern

PACKAGE = pattern(r"--package-path[ =](\S+)")
SCRATCH = pattern(r"--(?:scratch|build)-path[ =](\S+)")
RELEASE = pattern(r"(?:-c|--configuration)[ =]?release\b")


def bin_paths(word: ShellWord, cwd: str) -> dict[str, str]:
    """What each ``$(swift build … --show-bin-path)`` of a word prints, by the command; none for one with variables."""
    commands = (part.command.strip() for part in word.parts if isinstance(part, Substitution))
    return {
        command: bin_path(command, cwd)
        for command in commands
        if command.startswith("swift build ") and "--show-bin-path" in command and "$" not in command
    }


def bin_path(command: str, cwd: str) -> str:
    """The directory that a ``swift build --show-bin-path`` prints; it is a link to that of the machine's triple."""
    package, scratch = PACKAGE.search(command), SCRATCH.search(command)
    home = join_path(cwd, package[1]) if package else cwd
    built = join_path(home, scratch[1] if scratch else ".build")
    return f"{built}/{'release' if RELEASE.search(command) else 'debug'}"
