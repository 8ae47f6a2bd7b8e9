"""CMake's presets: what ``--preset NAME`` says of a project's build.

Source: cmake-presets(7). Of macros those are replaced by which a build directory is named; a text with another one is
not known.
"""

from collections.abc import Iterator, Mapping

from dfix.manifests.listed import Read, json_table
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

NAMES = ("CMakePresets.json", "CMakeUserPresets.json")
MOST_FILES, MOST_PARENTS, MOST_WORDS = 20, 20, 200
MACRO = pattern(r"[$](\w{0,20})\{(\w{1,60})\}")


class Preset(NamedTuple):
    """How a project is configured: texts are None where nothing says; ``words`` are those of the cache (``-DA=B``)."""

    directory: str | None = None
    prefix: str | None = None
    words: tuple[str, ...] = ()


class Step(NamedTuple):
    """One step of a workflow: ``configure`` or ``build``, and its preset's name."""

    kind: str
    name: str


class Presets:
    """The presets of the project in a directory; ``available``: a file of presets is there."""

    def __init__(self, read: Read, directory: str) -> None:
        """Read the project's files of presets, and those that they include."""
        self._directory = directory
        self._by_kind: dict[str, dict[str, Mapping[str, object]]] = {}
        waiting, seen = [join_path(directory, name) for name in NAMES], set[str]()
        while waiting and len(seen) < MOST_FILES:
            path = waiting.pop()
            text = read(path) if path not in seen else None
            seen.add(path)
            table = json_table(text)
            above = path.rpartition("/")[0]
            waiting += [join_path(above, self._plain(one, "", above)) for one in _texts(table.get("include"))]
            for kind, presets in table.items():
                if kind.endswith("Presets") and isinstance(presets, list):
                    named = {str(one.get("name")): one for one in presets if isinstance(one, dict)}
                    self._by_kind.setdefault(kind, {}).update(named)

    @property
    def available(self) -> bool:
        """Whether there are any."""
        return bool(self._by_kind)

    def configuration(self, name: str) -> Preset | None:
        """What a preset for configuring says, with those that it inherits; None where there is none of that name."""
        chain = list(self._chain("configurePresets", name))
        if not chain:
            return None
        directory, prefix = (self._text(chain, key, name) for key in ("binaryDir", "installDir"))
        cache: dict[str, str] = {}
        for preset in reversed(chain):
            variables = preset.get("cacheVariables")
            for variable, value in variables.items() if isinstance(variables, dict) else ():
                cache[variable] = self._plain(_value(value), name)
        words = tuple(f"-D{variable}={value}" for variable, value in cache.items())
        return Preset(directory, prefix, words[:MOST_WORDS])

    def build(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The preset for configuring that a preset for building is for, and its targets; empty for none."""
        chain = list(self._chain("buildPresets", name))
        configures = (preset.get("configurePreset") for preset in chain)
        targets = (tuple(_texts(preset.get("targets"))) for preset in chain)
        return next((str(one) for one in configures if one), ""), next((one for one in targets if one), ())

    def workflow(self, name: str) -> tuple[Step, ...]:
        """The steps of a workflow."""
        steps = next((preset.get("steps") for preset in self._chain("workflowPresets", name)), None)
        found = (one for one in steps if isinstance(one, dict)) if isinstance(steps, list) else ()
        return tuple(Step(str(one.get("type")), str(one.get("name"))) for one in found)[:MOST_PARENTS]

    def _chain(self, kind: str, name: str) -> Iterator[Mapping[str, object]]:
        """A preset and those that it inherits; of several that set a field, the first one counts."""
        waiting, seen = [name], set[str]()
        while waiting and len(seen) < MOST_PARENTS:
            one = waiting.pop(0)
            preset = self._by_kind.get(kind, {}).get(one) if one not in seen else None
            seen.add(one)
            if preset is not None:
                yield preset
                waiting[:0] = _texts(preset.get("inherits"))

    def _text(self, chain: list[Mapping[str, object]], key: str, name: str) -> str | None:
        text = next((preset[key] for preset in chain if isinstance(preset.get(key), str)), None)
        return None if text is None else join_path(self._directory, self._plain(str(text), name))

    def _plain(self, text: str, name: str, above: str = "") -> str:
        """A text with its macros replaced; unknown text in place of those that are not read."""
        source = self._directory
        known = {
            "sourceDir": source, "sourceDirName": source.rpartition("/")[2], "presetName": name,
            "sourceParentDir": source.rpartition("/")[0] or "/", "dollar": "$", "fileDir": above or source,
            "hostSystemName": "Linux", "pathListSep": ":",
        }  # fmt: skip
        return MACRO.sub(lambda match: UNKNOWN_TEXT if match[1] else known.get(match[2], UNKNOWN_TEXT), text)


def _texts(value: object) -> list[str]:
    """A text, or those of a list."""
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)][:MOST_WORDS] if isinstance(value, list) else []


def _value(value: object) -> str:
    """The value of a variable of the cache: a text, a boolean, or an object that has one of them."""
    if isinstance(value, dict):
        value = value.get("value")
    return ("ON" if value else "OFF") if isinstance(value, bool) else str(value) if isinstance(value, str) else ""
