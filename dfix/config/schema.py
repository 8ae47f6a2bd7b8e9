"""The JSON schema of configuration files, made from the settings."""

from dfix.config.file import EXTEND, PER_PATH
from dfix.config.settings import SETTINGS, Setting

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def config_schema() -> dict[str, object]:
    """The schema of ``dfix.toml``, and of ``[tool.dfix]``."""
    special = _object([setting for setting in SETTINGS if not setting.of_run])
    whole = _object(SETTINGS)
    properties = {
        **whole,
        EXTEND: {"type": "string", "description": "another configuration file, which this one is laid over"},
        PER_PATH: {
            "type": "object",
            "description": "settings for some files only, by pattern; later ones win",
            "additionalProperties": {"type": "object", "additionalProperties": False, "properties": special},
        },
    }
    return {
        "$schema": DIALECT,
        "title": "dfix",
        "description": "Configuration of dfix: dfix.toml, .dfix.toml, or [tool.dfix] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def _object(settings: tuple[Setting, ...] | list[Setting]) -> dict[str, object]:
    return {setting.key: {"description": setting.says, **setting.schema} for setting in settings}
