"""``dfix inspect PATH...``: what compiled files need, and whether their root offers it."""

import os

import click

from dfix.cli.options import settings_here
from dfix.config.known_image import image_to_land_on
from dfix.images import Image, resolve
from dfix.report.escape import harmless, json_text


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@click.option("--against", metavar="IMAGE", help="Judge against a base image (alpine:3.20) that dfix knows.")
@click.option(
    "--dockerfile", type=click.Path(), metavar="FILE", help="The image's Dockerfile: tells which line brought a file."
)
@click.option("--platform", default="", metavar="OS/ARCH", help="Which image of an archive that holds several.")
@click.option("--all", "everything", is_flag=True, help="Show the files that find all they need, too.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def inspect(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    against: str | None,
    dockerfile: str | None,
    platform: str,
    everything: bool,
    output_format: str,
) -> None:
    """Show what compiled files need, and whether their root filesystem offers it.

    PATH is a program, a folder (a root filesystem, or with --against any), or an image archive
    (docker save, an OCI layout, docker export; also compressed). Nothing is executed or unpacked.
    """
    from dfix.inspect.run import InspectError, inspect_path
    from dfix.inspect.table import as_json, text

    image = _image(against) if against else None
    found = []
    failed = False
    for path in paths:
        try:
            found.append(inspect_path(path, image, against or "", dockerfile, platform))
        except InspectError as error:  # noqa: PERF203 - one path's fault does not lose the others
            failed = True
            click.echo(f"{harmless(path)}: error: {harmless(str(error))}{_advice(path)}", err=True)
    if output_format == "json":
        click.echo(json_text(as_json(found)))
    else:
        for line in text(found, everything=everything):
            click.echo(line)
    ctx.exit(2 if failed else 1 if any(one.failing for one in found) else 0)


def _advice(path: str) -> str:
    """What to do where the path is no file, and may be the name of an image."""
    if os.path.lexists(path) or resolve(path) is None:
        return ""
    name = harmless(path)
    return f"; dfix reads files: `docker save {name} -o image.tar`, or see what it knows: `dfix images {name}`"


def _image(reference: str) -> Image:
    image = image_to_land_on(reference, settings_here())
    if image is None:
        raise click.BadParameter(f"dfix does not know the image {harmless(reference)}", param_hint="--against")
    return image
