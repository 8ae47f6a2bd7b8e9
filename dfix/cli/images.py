"""``dfix images REF``: what dfix knows of an image, and how sure it is; with ``--ask``, what the image itself says."""

import json

import click

from dfix.cli.network import network_options, sources_of
from dfix.cli.options import settings_here
from dfix.config.known_image import known_image
from dfix.images import Image, parse_reference, variants
from dfix.report.escape import harmless
from dfix.text.wording import counted
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.images.lock import Locked


@click.command()
@click.argument("references", nargs=-1, required=True, metavar="REF...")
@click.option("--ask", is_flag=True, help="Ask the registry, and show what the image holds; nothing is kept.")
@click.option("--platform", metavar="OS/ARCH", help="With --ask: the platform.")
@network_options
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--config", type=click.Path(), metavar="FILE", help="The configuration [default: the nearest].")
@click.pass_context
def images(
    context: click.Context,
    /,
    references: tuple[str, ...],
    ask: bool,
    platform: str | None,
    output_format: str,
    config: str | None,
    **values: object,
) -> None:
    """Show what dfix knows of images: system, C library, how sure.

    The nearest dfix.lock, the configuration and the catalog tell. With --ask the registry does, as for `dfix lock`.
    """
    for text in references:
        if parse_reference(text) is None:
            raise click.BadParameter(f"{harmless(text)} is no image reference")
    if ask:
        found = {text: _asked(text, platform, values) for text in references}
    else:
        settings = settings_here(config)
        found = {text: known_image(text, settings) for text in references}
    if output_format == "json":
        click.echo(json.dumps([_object(text, image) for text, image in found.items()], indent=2))
    else:
        for text, image in found.items():
            click.echo("\n".join(_lines(text, image)))
    context.exit(0 if all(found.values()) else 1)


def _asked(text: str, platform: str | None, values: dict[str, object]) -> Image | None:
    """The image as it is measured now."""
    from dfix.images.lock import Lock, Locked
    from dfix.lock.error import LockError
    from dfix.lock.sources import measure

    try:
        entries = measure(sources_of(values, quiet=False), text, (platform,) if platform else (), ())
    except LockError as error:
        click.echo(f"error: {harmless(error.whole)}", err=True)
        raise SystemExit(2) from None
    return Lock("", tuple(map(Locked, entries)), {}).image(text, platform)


def _lines(text: str, image: Image | None) -> list[str]:
    if image is None:
        advice = "ask its registry (--ask, `dfix lock`), or say it ([images] in dfix.toml, `# dfix: like=…`)"
        return [f"{harmless(text)}: not known; {advice}"]
    known = image.release
    lines = [
        f"{harmless(text)}: {harmless(known.title)}, {harmless(known.libc_title)}",
        f"  C library: {image.family_sure.word}; release: {image.release_sure.word}",
        f"  package manager: {harmless(known.package_manager or 'none')}; ldconfig: {known.ldconfig or 'not known'}",
    ]
    if image.locked:
        lines += _measured(image.locked)
    if image.history:
        steps = ", ".join(f"{system} from {day}" for day, system in image.history)
        lines.append(f"  the tag moved: {steps}")
    same = [one for one in variants(image.reference, known) if one != text][:6]
    if same:
        lines.append(f"  the same release: {', '.join(same)}")
    return lines


def _measured(locked: "Locked") -> list[str]:
    """What the image itself was measured to hold."""
    versions = ", ".join(f"{name} {version}" for name, version in sorted(locked.versions.items()))
    digests = ", ".join(sorted(locked.digests)) or "no digest"
    counts = (
        counted(len(locked.libraries), "library"),
        counted(len(locked.packages), "package"),
        counted(len(locked.programs), "recorded program"),
    )
    return [
        f"  measured: {harmless(locked.platform)}, {harmless(digests)}",
        f"  {', '.join(counts)}; {harmless(versions or 'no interpreter whose version is known')}",
    ]


def _object(text: str, image: Image | None) -> dict[str, object]:
    if image is None:
        return {"reference": text, "known": False}
    known = image.release
    return {
        "reference": text,
        "known": True,
        "release": known.id,
        "title": known.title,
        "libc": [libc.value for libc in known.libcs],
        "libc_version": known.libc_version,
        "package_manager": known.package_manager,
        "libc_confidence": image.family_sure.word,
        "release_confidence": image.release_sure.word,
        "history": [{"from": day, "release": system} for day, system in image.history],
        "measured": image.locked.entry if image.locked else None,
    }
