"""The options that commands share, and how options become settings."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import click

from dfix.config import ConfigError, Finder, Settings
from dfix.config.file import read_inline
from dfix.config.settings import CONFIDENCES, FAMILIES, SETTINGS, Place, did_you_mean

Command = TypeVar("Command", bound=Callable[..., object])

# The settings that --config gives, in the context's ``meta``.
INLINE = "dfix.config"
# Options whose values may be separated by commas.
LISTS = frozenset("select ignore extend_select extend_ignore fixable unfixable fix_ids include exclude".split())

_REPAIR = (
    click.option(
        "--prefer", type=click.Choice(FAMILIES), help="Which fix comes first [default: the surest, then the smallest]."
    ),
    click.option("--fixable", multiple=True, metavar="CODES", help="Make the fixes of these rules only."),
    click.option("--unfixable", multiple=True, metavar="CODES", help="Make no fix of these rules."),
)
_JUDGING = (
    click.option("--select", multiple=True, metavar="CODES", help="Only these rules (DF101,DF3)."),
    click.option("--ignore", multiple=True, metavar="CODES", help="All rules but these."),
    click.option("--extend-select", multiple=True, metavar="CODES", help="These in addition to the configuration's."),
    click.option("--extend-ignore", multiple=True, metavar="CODES", help="Without these, too."),
    click.option(
        "--ignore-comments", type=click.Choice(["on", "off"]), help="Whether comments suppress findings [default: on]."
    ),
    click.option("--require-reason", is_flag=True, default=None, help="Only comments with a reason suppress findings."),
    click.option("--min-confidence", type=click.Choice(CONFIDENCES), help="[default: likely]"),
    click.option("--target", metavar="STAGE", help="The stage that is built, as for docker build."),
    click.option("--build-arg", "build_args", multiple=True, metavar="K=V", help="As for docker build."),
    click.option("--build-context", "build_contexts", multiple=True, metavar="NAME=VALUE", help="As for docker build."),
    click.option("--platform", metavar="OS/ARCH", help="The platform that is built for."),
    click.option("--context", type=click.Path(), metavar="DIR", help="The build context [default: the file's]."),
    click.option("--no-context", is_flag=True, help="Do not read the build context."),
    click.option(
        "--config",
        multiple=True,
        metavar="FILE|KEY=VALUE",
        callback=lambda ctx, _, values: _configuration(ctx, values),
        help="The configuration [default: the nearest], or one setting.",
    ),
    click.option(
        "--lock", type=click.Path(), metavar="FILE", help="What images hold [default: the nearest dfix.lock]."
    ),
    click.option("--locked", is_flag=True, default=None, help="An image that the lock file does not have is an error."),
    click.option("--isolated", is_flag=True, help="Read no configuration file, and no lock file but a named one."),
)


def judging_options(command: Command) -> Command:
    """Add the options that decide how a Dockerfile is judged."""
    for option in reversed(_JUDGING):
        command = option(command)
    return command


def analysis_options(command: Command) -> Command:
    """Add the options that decide how a Dockerfile is judged, and which of the fixes are made."""
    command = judging_options(command)
    for option in reversed(_REPAIR):
        command = option(command)
    return command


def settings_of(values: Mapping[str, object], directory: str) -> Settings:
    """The settings that options name; ``values`` has the names of ``Settings``.

    Raises:
        click.BadParameter: a value is none that the setting takes.
    """
    inline = click.get_current_context().meta.get(INLINE, ())
    try:
        own = read_inline(inline, directory)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--config") from None
    given = {name: value for name, value in values.items() if value is not None and value != ()}
    if given.pop("no_context", False):
        given["context"] = False
    found: dict[str, object] = {}
    for setting in SETTINGS:
        if setting.field in given:
            try:
                found[setting.field] = setting.read(_value(setting.field, given[setting.field]), Place(directory))
            except ValueError as error:
                raise click.BadParameter(str(error), param_hint=f"--{setting.key.removesuffix('s')}") from None
    if isinstance(context := found.get("context"), str) and not os.path.isdir(context):
        raise click.BadParameter(f"{context}: there is no such directory", param_hint="--context")
    return Settings._make(found.get(field) for field in Settings._fields).over(own)


def _configuration(context: click.Context, values: Sequence[str]) -> str | None:
    """The configuration file among the values of ``--config``; settings are kept for ``settings_of``."""
    keys = {setting.key for setting in SETTINGS}
    inline = [value for value in values if "=" in value and value.partition("=")[0].split(".")[0].strip() in keys]
    files = [value for value in values if value not in inline]
    wrong = next((value for value in files if "=" in value and not os.path.exists(value)), None)
    if wrong is not None or len(files) > 1:
        near = did_you_mean((wrong or "").partition("=")[0], keys)
        reason = f"there is no setting {wrong.partition('=')[0]}{near}" if wrong else "more than one file is named"
        raise click.BadParameter(reason, param_hint="--config")
    context.meta[INLINE] = inline
    return files[0] if files else None


def settings_here(config: str | None = None) -> Settings:
    """The settings of a configuration file, else of the current directory, with its lock file.

    Raises:
        click.UsageError: a configuration file, or the lock file, is wrong.
    """
    try:
        return Finder(config).for_directory(os.getcwd()).settings
    except ConfigError as error:
        raise click.UsageError(f"{error.path}: {error}") from None


def _value(name: str, value: object) -> object:
    if name == "build_args" and isinstance(value, Iterable):
        pairs = (str(one).partition("=") for one in value)
        return {key: text if sign else os.environ.get(key, "") for key, sign, text in pairs}
    if name == "build_contexts" and isinstance(value, Iterable):
        return {key: text for key, _, text in (str(one).partition("=") for one in value)}
    if name == "ignore_comments":
        return value == "on"
    if name in LISTS and isinstance(value, Iterable):
        return [part.strip() for one in value for part in str(one).split(",") if part.strip()]
    return value
