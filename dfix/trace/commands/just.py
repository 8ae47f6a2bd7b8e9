"""``just``: the commands of a justfile's recipes, where it is available (Just Programmer's Manual)."""

from collections.abc import Iterator

from dfix.manifests.justfile import NAMES, commands, environment, parse
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Havoc, Runs
from dfix.trace.state.root import Root

VARIABLE = pattern(r"([A-Za-z_][\w-]*)=(.*)")
WITH_VALUE = ("-f", "--justfile", "-d", "--working-directory", "--set", "--shell", "--dotenv-path")
# What lists or prints, and runs nothing.
SHOWS = frozenset({"--list", "-l", "--summary", "--show", "-s", "--evaluate", "--version", "--help", "--dump"})


def just(call: Call, root: Root) -> Iterator[Effect]:
    """The commands of the recipes that the words name, run in the justfile's directory."""
    if not SHOWS.isdisjoint(call.texts):
        return
    named, directory = call.option("-f", "--justfile"), call.option("-d", "--working-directory")
    paths = [call.path(named.text)] if named else [join_path(call.cwd, name) for name in NAMES]
    path, text = next(((path, text) for path in paths if (text := root.read(path)) is not None), ("", ""))
    if not path:
        yield Havoc(call.cwd, call.name)
        return
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    assigned = {match[1]: match[2] for match in map(VARIABLE.fullmatch, words) if match}
    recipes = [word for word in words if not VARIABLE.fullmatch(word)]
    justfile = parse(text)
    cwd = call.path(directory.text) if directory else path.rpartition("/")[0] or "/"
    yield Runs(tuple(commands(justfile, recipes, assigned)), cwd, environment(justfile, assigned))


MODELS = {"just": just}
