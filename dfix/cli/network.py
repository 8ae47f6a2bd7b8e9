"""The options by which images are asked for: where they are looked for, and how registries are reached."""

import os
import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

import click

from dfix.report.escape import harmless
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.lock.sources import Network, Progress, Sources

Command = TypeVar("Command", bound=Callable[..., object])

_OPTIONS = (
    click.option(
        "--from",
        "places",
        multiple=True,
        metavar="SOURCE",
        help="Where to look, in order: registry, docker, podman, buildah, ctr, a path, IMAGE=PATH [default: registry].",
    ),
    click.option("--mirror", "mirrors", multiple=True, metavar="REGISTRY=ADDRESS", help="Ask a mirror first."),
    click.option("--plain-http", multiple=True, metavar="HOST", help="Ask this registry without TLS."),
    click.option("--ca", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Further certificates."),
    click.option("--max-download", default="4G", show_default=True, metavar="SIZE", help="The most bytes of an image."),
    click.option("--no-cache", is_flag=True, help="Keep no layers in the user's cache directory."),
)


def network_options(command: Command) -> Command:
    """Add the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def sources_of(values: Mapping[str, object], *, quiet: bool) -> "Sources":
    """Where images are looked for.

    Raises:
        click.BadParameter: an option makes no sense.
    """
    from dfix.lock.sources import REGISTRY, Sources

    sources = Sources(words_of(values["places"]) or (REGISTRY,), network_of(values), progress_bar(quiet=quiet))
    wrong = sources.is_known()
    if wrong:
        raise click.BadParameter(f"{harmless(wrong)} is no source, and no such file is there", param_hint="--from")
    return sources


def words_of(value: object) -> tuple[str, ...]:
    """The words of an option that may be given several times."""
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def network_of(values: Mapping[str, object]) -> "Network":
    """How registries are reached.

    Raises:
        click.BadParameter: an option makes no sense.
    """
    from dfix.lock.sources import Network

    pairs = [str(one).partition("=") for one in words_of(values.get("mirrors"))]
    if any(not name or not address for name, _, address in pairs):
        raise click.BadParameter("it is REGISTRY=ADDRESS", param_hint="--mirror")
    return Network(
        tuple((name, address) for name, _, address in pairs),
        frozenset(words_of(values.get("plain_http"))),
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
