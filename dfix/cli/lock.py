"""``dfix lock``: ask once what images hold, and keep the answer beside the code."""

import os
import sys
from typing import NoReturn

import click

from dfix.report.escape import harmless
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.lock.run import Outcome, Request
    from dfix.lock.sources import Network, Progress


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--check", "checks", is_flag=True, help="Write nothing; exit with 1 where the file is not current.")
@click.option("--upgrade", multiple=True, metavar="IMAGE", help="Ask again for an image that is locked.")
@click.option("--upgrade-all", is_flag=True, help="Ask again for all images.")
@click.option("--lock", "path", type=click.Path(), metavar="FILE", help="The lock file [default: the nearest].")
@click.option(
    "--from",
    "places",
    multiple=True,
    metavar="SOURCE",
    help="Where to look, in this order: registry, docker, podman, buildah, ctr, an archive or folder, or IMAGE=PATH "
    "[default: registry].",
)
@click.option("--platform", "platforms", multiple=True, metavar="OS/ARCH", help="For images that name no platform.")
@click.option("--build-arg", "build_args", multiple=True, metavar="K=V", help="As for docker build.")
@click.option("--mirror", "mirrors", multiple=True, metavar="REGISTRY=ADDRESS", help="Ask a mirror first.")
@click.option("--plain-http", multiple=True, metavar="HOST", help="Ask this registry without TLS.")
@click.option("--ca", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Further certificates.")
@click.option("--max-download", default="4G", show_default=True, metavar="SIZE", help="The most bytes of an image.")
@click.option("--no-cache", is_flag=True, help="Keep no layers in the user's cache directory.")
@click.option("--config", type=click.Path(), metavar="FILE", help="The configuration [default: the nearest].")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@click.option("--quiet", "-q", is_flag=True, help="Say only what changed.")
@click.pass_context
def lock(ctx: click.Context, /, paths: tuple[str, ...], **values: object) -> None:
    """Ask what the images hold that PATHS name, and keep it in dfix.lock.

    For each image of FROM and COPY --from its manifest, its configuration and its layers are read; what rules
    ask of it is written, and an analysis is sure of it from then on. Images that are locked are not asked again. No
    other command uses the network; registries need the extra dfix[registry].

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


def network_of(values: dict[str, object]) -> "Network":
    """How registries are reached.

    Raises:
        click.BadParameter: an option makes no sense.
    """
    from dfix.lock.sources import Network

    pairs = [str(one).partition("=") for one in _words(values.get("mirrors"))]
    if any(not name or not address for name, _, address in pairs):
        raise click.BadParameter("it is REGISTRY=ADDRESS", param_hint="--mirror")
    return Network(
        tuple((name, address) for name, _, address in pairs),
        frozenset(_words(values.get("plain_http"))),
        str(values.get("ca") or ""),
        size_of(str(values.get("max_download") or "4G")),
        "" if values.get("no_cache") else cache_directory(),
    )


def cache_directory() -> str:
    """Where blobs are kept (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "dfix", "blobs")


def size_of(text: str) -> int:
    """The bytes that ``500M`` or ``2G`` means.

    Raises:
        click.BadParameter: it means none.
    """
    units = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    number, unit = text.rstrip("kKmMgGbB"), text.lstrip("0123456789.").upper().removesuffix("B")
    if not number.isdigit() or unit not in units or len(number) > 12:
        raise click.BadParameter("it is a number of bytes, with K, M or G", param_hint="--max-download")
    return int(number) * units[unit]


def progress_bar(*, quiet: bool) -> "Progress":
    """What shows the progress of a download on a terminal."""
    from dfix.lock.sources import silent

    if quiet or not sys.stderr.isatty():
        return silent

    def show(done: int, total: int) -> None:
        of = f" of {total / 1e6:.1f}" if total >= 0 else ""
        click.echo(f"\r\x1b[K  {done / 1e6:.1f}{of} MB", nl=False, err=True)
        if 0 <= total <= done:
            click.echo("\r\x1b[K", nl=False, err=True)

    return show


def _request(paths: tuple[str, ...], values: dict[str, object]) -> "Request":
    from dfix.cli.options import settings_of
    from dfix.config import Finder
    from dfix.lock.run import Request
    from dfix.lock.sources import REGISTRY, Sources

    missing = [path for path in paths if not os.path.exists(path)]
    if missing:
        raise click.BadParameter(f"{harmless(missing[0])}: there is no such file")
    sources = Sources(
        _words(values["places"]) or (REGISTRY,), network_of(values), progress_bar(quiet=bool(values["quiet"]))
    )
    wrong = sources.is_known()
    if wrong:
        raise click.BadParameter(f"{harmless(wrong)} is no source, and no such file is there", param_hint="--from")
    return Request(
        paths,
        settings_of({"build_args": values["build_args"]}, os.getcwd()),
        Finder(str(values["config"]) if values["config"] else None, isolated=bool(values["isolated"])),
        str(values["path"] or ""),
        sources,
        _words(values["platforms"]),
        _words(values["upgrade"]),
        bool(values["upgrade_all"]),
    )


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _tell(done: "Outcome", path: str, *, checks: bool, quiet: bool) -> None:
    for line in done.lines:
        click.echo(harmless(line))
    for line in done.errors:
        click.echo(f"error: {harmless(line)}", err=True)
    if not quiet and not checks:
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
