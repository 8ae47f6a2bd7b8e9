"""What a shell knows between two commands: its variables, which of them it hands on, and where it is."""

from collections.abc import Mapping, Sequence

from dfix.shared_map import SharedMap
from dfix.syntax.expand import bounded
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.values import NamedTuple, TypeAlias

# A stack of directories.
Directories: TypeAlias = "tuple[str, Directories] | None"


class ShellState(NamedTuple):
    """The variables of a shell, and its working directory; each method returns another state.

    ``exported`` are the names that commands find in their environment, once they have a value;
    ``environment`` are those of the variables whose names are exported. ``before`` is the directory to which
    ``cd -`` leads, ``below`` those to which ``popd`` does: the last one, and the ones below it.
    """

    variables: SharedMap[str, str] = SharedMap()
    exported: SharedMap[str, str] = SharedMap()
    environment: SharedMap[str, str] = SharedMap()
    cwd: str = "/"
    before: str = UNKNOWN_TEXT
    below: Directories = None

    def enter(self, directory: str) -> "ShellState":
        """After ``cd directory``."""
        target = self.before if directory == "-" else directory
        return self._replace(cwd=join_path("/", bounded(join_path(self.cwd, target))), before=self.cwd)

    def push(self, directory: str) -> "ShellState":
        """After ``pushd directory``."""
        return self.enter(directory)._replace(below=(self.cwd, self.below))

    def pop(self) -> "ShellState":
        """After ``popd``."""
        if self.below is None:
            return self
        directory, below = self.below
        return self.enter(directory)._replace(below=below)

    def assign(self, name: str, value: str) -> "ShellState":
        """After ``name=value``."""
        text = bounded(value)
        environment = self.environment.with_value(name, text) if name in self.exported else self.environment
        return self._replace(variables=self.variables.with_value(name, text), environment=environment)

    def export(self, name: str) -> "ShellState":
        """After ``export name``."""
        environment = self.environment
        if name in self.variables:
            environment = environment.with_value(name, self.variables[name])
        return self._replace(exported=self.exported.with_value(name, ""), environment=environment)

    def unset(self, name: str) -> "ShellState":
        """After ``unset name``."""
        return self._replace(
            variables=self.variables.without(name),
            exported=self.exported.without(name),
            environment=self.environment.without(name),
        )


def fresh(environment: Mapping[str, str], cwd: str) -> ShellState:
    """The state of a shell that starts with this environment."""
    variables = environment if isinstance(environment, SharedMap) else SharedMap(environment)
    return ShellState(variables, variables, variables, cwd)


def with_values(environment: Mapping[str, str], values: Mapping[str, str]) -> SharedMap[str, str]:
    """An environment in which these variables have these values."""
    changed = environment if isinstance(environment, SharedMap) else SharedMap(environment)
    for name, value in values.items():
        changed = changed.with_value(name, value)
    return changed


def joined(states: Sequence[ShellState]) -> ShellState:
    """What a shell knows when any of several branches may have run."""
    first, *others = states
    state = first
    for other in others:
        state = state._replace(exported=_union(state.exported, other.exported))
    for name in _differing([one.variables for one in states]):
        values = [one.variables.get(name, UNKNOWN_TEXT) for one in states]
        state = state._replace(variables=state.variables.with_value(name, _agreed(values)))
    cwd = join_path("/", _agreed([one.cwd for one in states]))
    before = _agreed([one.before for one in states])
    below = first.below if all(one.below is first.below for one in others) else None
    return state._replace(environment=_environment(state, states), cwd=cwd, before=before, below=below)


def _union(one: SharedMap[str, str], other: SharedMap[str, str]) -> SharedMap[str, str]:
    for name in other.changed(one):
        one = one.with_value(name, "")
    return one


def _differing(maps: Sequence[SharedMap[str, str]]) -> dict[str, None]:
    """The names that do not have the same value in all the mappings."""
    first, *others = maps
    return dict.fromkeys(name for other in others for name in (*first.changed(other), *other.changed(first)))


def _environment(state: ShellState, states: Sequence[ShellState]) -> SharedMap[str, str]:
    """The variables of a joined state whose names are exported; all but these are those of the first state."""
    environment = state.environment
    names = _differing([one.environment for one in states]) | _differing([one.variables for one in states])
    for name in names:
        if name in state.exported and name in state.variables:
            environment = environment.with_value(name, state.variables[name])
    return environment


def _agreed(values: Sequence[str]) -> str:
    """The value on which all branches agree, or unknown text, as where one has none."""
    first, *others = values
    return first if others.count(first) == len(others) else UNKNOWN_TEXT
