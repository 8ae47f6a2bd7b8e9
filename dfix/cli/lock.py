"""``dfix lock``: ask once what images hold, and keep the answer beside the code."""

import os
from typing import NoReturn

import click

from dfix.cli.network import network_options, sources_of, words_of
from dfix.report.escape import harmless
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.lock.run import Outcome, Request


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--check", "checks", is_flag=True, help="Write nothing; exit with 1 where the file is not current.")
@click.option("--upgrade", multiple=True, metavar="IMAGE", help="Ask again for an image that is locked.")
@click.option("--upgrade-all", is_flag=True, help="Ask again for all images.")
@click.option("--lock", "path", type=click.Path(), metavar="FILE", help="The lock file [default: the nearest].")
@click.option("--platform", "platforms", multiple=True, metavar="OS/ARCH", help="For images that name no platform.")
@click.option("--build-arg", "build_args", multiple=True, metavar="K=V", help="As for docker build.")
@network_options
@click.option("--config", type=click.Path(), metavar="FILE", help="The configuration [default: the nearest].")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@click.option("--quiet", "-q", is_flag=True, help="Say only what changed.")
@click.pass_context
def lock(ctx: click.Context, /, paths: tuple[str, ...], **values: object) -> None:
    """Ask what the images hold that PATHS name, and keep it in dfix.lock.

    For each image of FROM and COPY --from its manifest, its configuration and its layers are read; what rules
    ask of it is written, and an analysis is sure of it from then on. Images that are locked are not asked again. Only
    this command and `dfix images --ask` ask registries, which need the extra dfix[registry].

    Exit codes: 0 the file is current, 1 with --check: it is not, 2 something cannot be read.
    """
    from dfix.config import ConfigError
    from dfix.lock.error import LockError
    from dfix.lock.run import check, lock_path
    from dfix.lock.run import lock as write
    from dfix.run.files import FileError

    quiet = bool(values["quiet"])
    try:
        request = _request(paths or (".",), values)
        path = lock_path(request)
        done = (check if values["checks"] else write)(request, path, _silent if quiet else _say)
    except (ConfigError, FileError) as error:
        _fail(f"{error.path}: {error}; {error.help}")
    except LockError as error:
        _fail(error.whole)
    _tell(done, path, checks=bool(values["checks"]), quiet=quiet)
    ctx.exit(2 if done.errors else int(bool(values["checks"]) and done.changed))


def _request(paths: tuple[str, ...], values: dict[str, object]) -> "Request":
    from dfix.cli.options import settings_of
    from dfix.config import Finder
    from dfix.lock.run import Request

    missing = [path for path in paths if not os.path.exists(path)]
    if missing:
        raise click.BadParameter(f"{harmless(missing[0])}: there is no such file")
    sources = sources_of(values, quiet=bool(values["quiet"]))
    return Request(
        paths,
        settings_of({"build_args": values["build_args"]}, os.getcwd()),
        Finder(str(values["config"]) if values["config"] else None, isolated=bool(values["isolated"])),
        str(values["path"] or ""),
        sources,
        words_of(values["platforms"]),
        words_of(values["upgrade"]),
        bool(values["upgrade_all"]),
    )


def _tell(done: "Outcome", path: str, *, checks: bool, quiet: bool) -> None:
    for line in done.lines:
        click.echo(harmless(line))
    for line in done.errors:
        click.echo(f"error: {harmless(line)}", err=True)
    if not quiet and not checks and (done.changed or os.path.exists(path)):
        shown = harmless(os.path.relpath(path))
        click.echo(f"{shown}: {'written' if done.changed else 'as it was'}", err=True)
    elif not quiet and not done.lines and not done.errors:
        click.echo(f"{harmless(os.path.relpath(path))} is current", err=True)


def _say(line: str) -> None:
    click.echo(harmless(line), err=True)


def _silent(line: str) -> None:
    """Say nothing."""


def _fail(message: str) -> NoReturn:
    click.echo(f"error: {harmless(message)}", err=True)
    raise SystemExit(2)
