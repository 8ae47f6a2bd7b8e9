"""Configuration files: found upwards from a Dockerfile, the nearest wins; read strictly.

In a directory ``.dfix.toml`` comes before ``dfix.toml``, before ``[tool.dfix]`` of ``pyproject.toml``.
Where no directory has one, the user's own file is read.
"""

import errno
import os
from collections.abc import Callable, Mapping, Sequence

from dfix.config.regular_file import read_regular
from dfix.config.settings import SETTINGS, Place, Settings, did_you_mean, pattern_at
from dfix.text.wording import reason
from dfix.values import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from dfix.images.lock import Lock

NAMES = (".dfix.toml", "dfix.toml", "pyproject.toml")
# What `dfix lock` writes; it is found as a configuration file is.
LOCK = "dfix.lock"
LARGEST_LOCK = 64 * 1024 * 1024
LARGEST = 1024 * 1024
LONGEST_CHAIN = 10
EXTEND, PER_PATH = "extend", "per-path"
# Reads a file of at most so many bytes, or raises OSError.
Reader: TypeAlias = Callable[[str, int], bytes]


class ConfigError(Exception):
    """A configuration file is wrong: ``path`` names it, the message says what, ``help`` what to do."""

    def __init__(self, path: str, message: str, help_text: str = "") -> None:
        """Keep the path, what is wrong and what to do."""
        super().__init__(message)
        self.path = path
        self.help = help_text


class Config(NamedTuple):
    """One file's settings: ``per_path`` are for some files only: pairs of a pattern and settings, later ones win.

    ``path`` is None for no file at all.
    """

    settings: Settings = Settings()
    per_path: tuple[tuple[str, Settings], ...] = ()
    path: str | None = None

    def for_file(self, path: str) -> Settings:
        """The settings for one Dockerfile."""
        settings, wanted = self.settings, os.path.abspath(path)
        for pattern, special in self.per_path:
            if fits(wanted, pattern):
                settings = special.over(settings)
        return settings


class Access(NamedTuple):
    """How files are read, and the directory that the paths in them must lie in: ``/`` for one that the user named."""

    limit: str = ""
    read: Reader = read_regular


class Finder:
    """Finds each file's configuration; it looks into each directory once.

    ``named`` is a configuration file to use for all; ``isolated``: none is read. ``read`` reads the files that are
    found.
    """

    def __init__(self, named: str | None = None, *, isolated: bool = False, read: Reader | None = None) -> None:
        """Read nothing yet."""
        self.named = named
        self.isolated = isolated
        self.read = read or read_found
        self._by_directory: dict[str, Config] = {}
        self._locks: dict[str, Lock | None] = {}
        self._named_config: Config | None = None

    def for_directory(self, directory: str) -> Config:
        """The configuration for files in a directory.

        Raises:
            ConfigError: its file cannot be read.
        """
        if self.isolated:
            return Config()
        if self.named is not None:
            self._named_config = self._named_config or read_config(self.named)
            return self._with_lock(self._named_config, os.path.dirname(os.path.abspath(self.named)))
        return self._with_lock(self._nearest(os.path.abspath(directory)), os.path.abspath(directory))

    def _with_lock(self, config: Config, directory: str) -> Config:
        """The configuration with the lock file that it names, else with the nearest one."""
        named = config.settings.lock
        if named is False:
            return config
        lock = self._lock_at(named) if isinstance(named, str) else self._nearest_lock(directory)
        return config if lock is None else config._replace(settings=config.settings._replace(lock=lock))

    def _nearest_lock(self, directory: str) -> "Lock | None":
        path = os.path.join(directory, LOCK)
        if path not in self._locks:
            parent = os.path.dirname(directory)
            self._locks[path] = None
            lock = self._lock_at(path)
            self._locks[path] = lock or (self._nearest_lock(parent) if parent != directory else None)
        return self._locks[path]

    def _lock_at(self, path: str) -> "Lock | None":
        """The lock file at a path; None where there is none."""
        if self._locks.get(path):
            return self._locks[path]
        try:
            data = self.read(path, LARGEST_LOCK)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise ConfigError(path, reason(error), "remove it, or set lock = false") from None
        self._locks[path] = lock = lock_of(path, data)
        return lock

    def _nearest(self, directory: str) -> Config:
        if directory not in self._by_directory:
            own = _in_directory(directory, self.read)
            parent = os.path.dirname(directory)
            if own is None:
                own = self._nearest(parent) if parent != directory else _of_user()
            self._by_directory[directory] = own
        return self._by_directory[directory]


def read_found(path: str, most: int) -> bytes:
    """The bytes of a file that dfix finds; a link in a repository must not show what lies elsewhere.

    Raises:
        OSError: as ``read_regular``, or it lies outside of the repository.
    """
    data = read_regular(path, most)
    if os.path.islink(path):
        from dfix.text.system_paths import is_inside

        if not is_inside(os.path.realpath(path), repository_of(os.path.dirname(path))):
            raise OSError(errno.EACCES, "it is a link that leads out of the repository", path)
    return data


def read_config(path: str) -> Config:
    """The settings of a file, over those of the files that it extends.

    Raises:
        ConfigError: it cannot be read, is no TOML, or has a key or value that dfix does not know.
    """
    return _read(path, (), Access())


def lock_of(path: str, data: bytes) -> "Lock":
    """The lock file in some bytes.

    Raises:
        ConfigError: it is none.
    """
    from dfix.images.lock import LockFileError, read_lock

    try:
        return read_lock(path, data)
    except LockFileError as error:
        raise ConfigError(path, str(error), "remove it, and run `dfix lock`") from None


def named_lock(path: str) -> "Lock":
    """The lock file that a user names.

    Raises:
        ConfigError: it cannot be read, or is none.
    """
    try:
        return lock_of(path, read_regular(path, LARGEST_LOCK))
    except OSError as error:
        raise ConfigError(path, reason(error), "run `dfix lock`, or check the path") from None


def read_inline(texts: Sequence[str], directory: str) -> Settings:
    """The settings of ``key=value`` texts: the value is TOML, or else a plain text.

    Raises:
        ValueError: there is no such key, or it takes no such value.
    """
    from dfix.text.toml import toml_table

    place = Place(directory)
    known = [setting.key for setting in SETTINGS]
    settings = Settings()
    for text in texts:
        key, _, value = text.partition("=")
        try:
            table = toml_table(f"{key} = {value}")
        except ValueError:
            table = toml_table(f"{key} = {_toml_text(value)}")
        try:
            settings = _settings("", table, place, known).over(settings)
        except ConfigError as error:
            raise ValueError(str(error)) from None
    return settings


def _toml_text(value: str) -> str:
    """A value as TOML writes a text."""
    import json

    return json.dumps(value)


def fits(path: str, pattern: str) -> bool:
    """Whether a pattern matches an absolute path or a directory above it."""
    from dfix.text.globs import name_matches
    from dfix.text.system_paths import slashed

    parts = slashed(path).split("/")
    if "/" not in pattern:
        return any(name_matches(part, pattern) for part in parts)
    return any(name_matches("/".join(parts[:count]), pattern) for count in range(1, len(parts) + 1))


def _in_directory(directory: str, read: Reader) -> Config | None:
    for name in NAMES:
        path = os.path.join(directory, name)
        try:
            data = read(path, LARGEST)
        except FileNotFoundError:
            continue
        except OSError as error:
            if name == "pyproject.toml":
                continue  # it need not be there for dfix
            raise ConfigError(path, reason(error), "correct or remove it") from None
        if name != "pyproject.toml" or b"[tool.dfix" in data:
            return _made(path, data, (), Access(repository_of(directory), read))
    return None


def repository_of(directory: str) -> str:
    """The top of the repository that a directory is in; the directory itself where it is in none.

    What a configuration that dfix finds there names stays below it: who runs dfix did not choose that file.
    """
    above = os.path.realpath(directory)
    while not os.path.exists(os.path.join(above, ".git")):
        if os.path.dirname(above) == above:
            return os.path.realpath(directory)
        above = os.path.dirname(above)
    return above


def _of_user() -> Config:
    """The user's own file, under the directory that the XDG specification names."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    path = os.path.join(home, "dfix", "dfix.toml")
    return read_config(path) if os.path.isfile(path) else Config()


def _read(path: str, extending: tuple[str, ...], access: Access) -> Config:
    real = os.path.realpath(path)
    if real in extending or len(extending) > LONGEST_CHAIN:
        raise ConfigError(path, "it extends itself", f"take `{EXTEND}` out of one of {', '.join(extending)}")
    try:
        data = access.read(path, LARGEST)
    except OSError as error:
        raise ConfigError(path, reason(error), "check the path") from None
    return _made(path, data, (*extending, real), access)


def _made(path: str, data: bytes, extending: tuple[str, ...], access: Access) -> Config:
    """The settings in a file's bytes."""
    table = _table(path, data)
    place = Place(os.path.dirname(os.path.abspath(path)), access.limit)
    base = _extended(path, table, place, extending, access)
    per_path = table.get(PER_PATH, {})
    if not isinstance(per_path, Mapping):
        raise ConfigError(path, f"`{PER_PATH}` is a table of tables", f'write [{PER_PATH}."legacy/*"]')
    known = [setting.key for setting in SETTINGS]
    own = _settings(path, table, place, (*known, EXTEND, PER_PATH))
    special = tuple(
        (pattern_at(place, pattern), _special(path, pattern, part, place)) for pattern, part in per_path.items()
    )
    return Config(own.over(base.settings), (*base.per_path, *special), path)


def _extended(
    path: str, table: Mapping[str, object], place: Place, extending: tuple[str, ...], access: Access
) -> Config:
    named = table.get(EXTEND)
    if named is None:
        return Config()
    if not isinstance(named, str):
        raise ConfigError(path, f"`{EXTEND}` is the path of another file", "write it as a text")
    try:
        target = place.path(named)
    except ValueError as error:
        raise ConfigError(path, f"`{EXTEND}`: {error}", "correct the file") from None
    return _read(target, extending or (os.path.realpath(path),), access)


def _table(path: str, data: bytes) -> Mapping[str, object]:
    """The table of a TOML file that is for dfix."""
    from dfix.text.toml import toml_table

    try:
        table = toml_table(data.decode("utf-8"))
    except ValueError as error:
        raise ConfigError(path, f"it is no TOML that dfix reads: {error}", "correct the file") from None
    if os.path.basename(path) != "pyproject.toml":
        return table
    tool = table.get("tool")
    own = tool.get("dfix") if isinstance(tool, Mapping) else None
    if own is None:
        return {}
    if not isinstance(own, Mapping):
        raise ConfigError(path, "`tool.dfix` is no table", "write [tool.dfix]")
    return own


def _special(path: str, pattern: str, part: object, place: Place) -> Settings:
    if not isinstance(part, Mapping):
        raise ConfigError(path, f"`{PER_PATH}` is a table of tables", f'write [{PER_PATH}."{pattern}"]')
    return _settings(path, part, place, [setting.key for setting in SETTINGS if not setting.of_run])


def _settings(path: str, table: Mapping[str, object], place: Place, known: tuple[str, ...] | list[str]) -> Settings:
    for key in table:
        if key not in known:
            near = did_you_mean(key, known) or f"; the keys are {', '.join(sorted(known))}"
            if key == "tool":
                near = "; [tool.dfix] is for pyproject.toml, here the keys stand at the top"
            raise ConfigError(path, f"unknown key `{key}`{near}")
    values = {}
    for setting in SETTINGS:
        if setting.key in table:
            try:
                values[setting.field] = setting.read(table[setting.key], place)
            except ValueError as error:
                raise ConfigError(path, f"`{setting.key}`: {error}", "correct the file") from None
    return Settings._make(values.get(field) for field in Settings._fields)
