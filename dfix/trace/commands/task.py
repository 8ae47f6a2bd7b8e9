"""``task``: the commands of a Taskfile's tasks, where it is available (taskfile.dev, version 3)."""

from collections.abc import Iterator

from dfix.manifests.taskfile import NAMES, commands
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Havoc, Runs
from dfix.trace.state.root import Root

VARIABLE = pattern(r"([A-Za-z_]\w*)=(.*)")
WITH_VALUE = ("-t", "--taskfile", "-d", "--dir", "-o", "--output", "-C", "--concurrency", "-I", "--interval")
# What lists or prints, and runs nothing.
SHOWS = frozenset({"--list", "-l", "--list-all", "-a", "--summary", "--version", "--help", "--dry", "-n", "--init"})


def task(call: Call, root: Root) -> Iterator[Effect]:
    """The commands of the tasks that the words name, each in its task's directory."""
    if not SHOWS.isdisjoint(call.texts):
        return
    named, directory = call.option("-t", "--taskfile"), call.option("-d", "--dir")
    cwd = call.path(directory.text) if directory else call.cwd
    paths = [call.path(named.text)] if named else [join_path(cwd, name) for name in NAMES]
    path, text = next(((path, text) for path in paths if (text := root.read(path)) is not None), ("", ""))
    if not path:
        yield Havoc(call.cwd, call.name)
        return
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    assigned = {match[1]: match[2] for match in map(VARIABLE.fullmatch, words) if match}
    base = path.rpartition("/")[0] or "/"
    for line in commands(text, [word for word in words if not VARIABLE.fullmatch(word)], assigned):
        yield Runs((line.text,), join_path(base, line.directory) if line.directory else base, line.env)


MODELS = {"task": task, "go-task": task}
