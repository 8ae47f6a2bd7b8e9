"""Settings: the list of them, and the configuration files that hold them.

Start with ``settings.py``; ``file.py`` finds and reads the files.
"""

from dfix.config.file import Config, ConfigError, Finder, fits, read_config
from dfix.config.settings import Settings

__all__ = ["Config", "ConfigError", "Finder", "Settings", "fits", "read_config"]
