"""``dfix images REF``: what the catalog knows of an image, and how sure it is."""

import json

import click

from dfix.cli.options import configured_images
from dfix.images import Image, parse_reference, resolve, user_image, variants
from dfix.report.escape import harmless


@click.command()
@click.argument("references", nargs=-1, required=True, metavar="REF...")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--config", type=click.Path(), metavar="FILE", help="The configuration [default: the nearest].")
@click.pass_context
def images(context: click.Context, references: tuple[str, ...], output_format: str, config: str | None) -> None:
    """Show what dfix knows of images: system, C library, how sure."""
    described = configured_images(config)
    found = {text: user_image(text, described) or resolve(text) for text in references}
    for text in references:
        if parse_reference(text) is None:
            raise click.BadParameter(f"{harmless(text)} is no image reference")
    if output_format == "json":
        click.echo(json.dumps([_object(text, image) for text, image in found.items()], indent=2))
    else:
        for text, image in found.items():
            click.echo("\n".join(_lines(text, image)))
    context.exit(0 if all(found.values()) else 1)


def _lines(text: str, image: Image | None) -> list[str]:
    if image is None:
        return [f"{harmless(text)}: not known; tell dfix with [images] in dfix.toml or `# dfix: like=…` before FROM"]
    known = image.release
    lines = [
        f"{harmless(text)}: {known.title}, {known.libc_title}",
        f"  C library: {image.family_sure.word}; release: {image.release_sure.word}",
        f"  package manager: {known.package_manager or 'none'}; ldconfig: {known.ldconfig or 'not known'}",
    ]
    if image.history:
        steps = ", ".join(f"{system} from {day}" for day, system in image.history)
        lines.append(f"  the tag moved: {steps}")
    same = [one for one in variants(image.reference, known) if one != text][:6]
    if same:
        lines.append(f"  the same release: {', '.join(same)}")
    return lines


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
    }
