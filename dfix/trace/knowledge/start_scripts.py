"""The programs that the script which an image starts surely starts in turn, and those of supervisord's configuration.

A script of the build context that ENTRYPOINT or CMD starts is read as the shell reads it; what stands in conditions,
loops and functions is left out, and nothing is told of a script that looks for programs or installs some itself.
Sources: supervisord's manual, "[program:x] Section Settings", "[eventlistener:x] Section Settings".
"""

from collections.abc import Iterator
from itertools import islice

from dfix.syntax.script import Command
from dfix.syntax.shell import SHELLS, read
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.scripts import started_scripts
from dfix.trace.knowledge.started_programs import INITS, surely_run
from dfix.trace.stage import StageTrace
from dfix.values import NamedTuple

# In code points, and programs of a configuration: more than people write.
LONGEST, MOST_PROGRAMS = 64 * 1024, 200
SUPERVISOR = "supervisord"
# Where it looks for its configuration by itself, as Debian's and Alpine's packages have it.
DEFAULTS = ("/etc/supervisor/supervisord.conf", "/etc/supervisord.conf")
SECTION = pattern(r"^[ \t]*\[(?:program|eventlistener|fcgi-program):[^\]\n]*\][ \t]*(?:[;#].*)?$")
ANY_SECTION = pattern(r"^[ \t]*\[")
SETTING = pattern(r"^(command|autostart)[ \t]*[=:][ \t]*(\S+)")
# What shows that a script knows that a program may be missing, or puts one there.
CAREFUL = pattern(
    r"command -v|\bwhich\b|\btype \w|\bhash \w|--version|"
    r"\b(?:apk|apt|apt-get|yum|dnf|microdnf|pip3?|npm) (?:\S+ )?(?:add|install)\b"
)


class Named(NamedTuple):
    """A program as a file of the image names it; ``by`` is that file's path."""

    program: str
    by: str


def named_programs(stage: StageTrace) -> Iterator[Named]:
    """The programs that start scripts, and the configuration of a supervisord that they or the image start, name."""
    for path, artifact in started_scripts(stage):
        text = stage.root.read(path) if artifact.script and artifact.script.program in SHELLS else None
        if text is None or len(text) > LONGEST or CAREFUL.search(text):
            continue
        for words in _commands(text):
            yield Named(words[0], path)
            if words[0].rpartition("/")[2] == SUPERVISOR:
                yield from _supervised(stage, words)
    for instruction in stage.started:
        texts = [word.text.strip("'\"") for word in instruction.words]
        place = next((at for at, text in enumerate(texts) if text.rpartition("/")[2] == SUPERVISOR), None)
        if place is not None:
            yield from _supervised(stage, texts[place:])


def _commands(text: str) -> Iterator[list[str]]:
    """The words of each command that a script surely runs."""
    for command in surely_run(read(text)):
        words = list(_plain_words(command))
        while len(words) > 1 and words[0] in INITS and not words[1].startswith("-"):
            words.pop(0)
        if words and words[0]:
            yield words


def _plain_words(command: Command) -> Iterator[str]:
    return (word.plain_text or "" for word in command.words)


def _supervised(stage: StageTrace, words: list[str]) -> Iterator[Named]:
    """The programs of the configuration that a call of supervisord names, else of its usual one."""
    named = [words[at + 1] for at, word in enumerate(words[:-1]) if word in ("-c", "--configuration")]
    for path in (join_path(stage.workdir, named[0]),) if named else DEFAULTS:
        text = stage.root.read(path)
        if text is not None and len(text) <= LONGEST:
            yield from (Named(program, path) for program in islice(_sections(text), MOST_PROGRAMS) if program)
            return


def _sections(text: str) -> Iterator[str]:
    """The first words of the commands that supervisord starts by itself."""
    settings: dict[str, str] | None = None
    for line in (*text.splitlines(), "["):
        if ANY_SECTION.match(line):
            if settings and settings.get("autostart", "true").lower() not in ("false", "no", "off", "0"):
                yield settings.get("command", "")
            settings = {} if SECTION.match(line) else None
        elif settings is not None and (match := SETTING.match(line)):
            settings[match[1]] = match[2].strip("\"'")
