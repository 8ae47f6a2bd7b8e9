"""What can be set, and where: configuration files, and the one value that they and the command line make.

``settings.py`` lists all settings; ``file.py`` finds and reads the files. Nothing in here analyses.
"""

from dfix.config.file import Config, ConfigError, Finder, fits, read_config
from dfix.config.settings import Settings

__all__ = ["Config", "ConfigError", "Finder", "Settings", "fits", "read_config"]
