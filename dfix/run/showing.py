"""What a run would do: which files it would take, and which settings a file has."""

import os
from collections.abc import Mapping, Sequence
from enum import Enum

from dfix.config import Finder, Settings
from dfix.config.settings import SETTINGS
from dfix.report.escape import harmless
from dfix.run.files import FileError
from dfix.run.work import Item, Planned


def shown_files(found: Sequence[Item]) -> str:
    """The paths of the files, one a line; errors are left out."""
    paths = dict.fromkeys(
        one.path if isinstance(one, Planned) else one for one in found if not isinstance(one, FileError)
    )
    return "".join(f"{harmless(path)}\n" for path in paths)


def shown_settings(given: Settings, finder: Finder, path: str) -> str:
    """The settings of a file that are set, as TOML, and the file that sets them.

    Raises:
        ConfigError: its configuration file cannot be read.
    """
    directory = path if os.path.isdir(path) else os.path.dirname(path)
    config = finder.for_directory(directory)
    settings = given.over(config.settings if os.path.isdir(path) else config.for_file(path))
    lines = [f"# {harmless(path)}: {harmless(config.path or 'no configuration file')}"]
    for setting in SETTINGS:
        value = getattr(settings, setting.field)
        if value is not None:
            lines.append(f"{setting.key} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """A setting's value as TOML writes it."""
    from dfix.report.escape import json_text

    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{json_text(str(key))} = {_toml(one)}' for key, one in value.items())} }}"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Enum):
        return json_text(value.value if isinstance(value.value, str) else value.name.lower())
    return json_text(value if isinstance(value, str | bool | int) else repr(value))
