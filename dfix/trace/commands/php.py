"""PHP: Composer's vendor directory is portable; extensions are shared libraries of the interpreter's libc.

Some packages ship programs; ``data/php_packages.json`` names those that need glibc (wkhtmltopdf's
own Linux builds, by reports on Alpine). ``data/php_extensions.json`` says which libraries the extensions link, by the
``config.m4`` of each.
"""

import re
from collections.abc import Iterator

from dfix.fact_file import FactFile
from dfix.images import Libc
from dfix.manifests.composer import composer as packages_of_project
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge import language
from dfix.trace.knowledge.language import package_facts
from dfix.trace.state.artifact import Abi, Artifact, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.origin import Downloaded
from dfix.trace.state.products import LIKELY, leaves, native, portable
from dfix.trace.state.root import Root

# A version behind the name of an extension: ``imagick-3.7.0``, ``redis@6``.
VERSION = pattern(r"[-@^][\d.]+.*$|-(stable|beta|alpha|rc\d*)$")
# What gd links when it is told to (PHP's manual, "Image Processing and GD").
GD_OPTIONS = {"--with-jpeg": "libjpeg", "--with-freetype": "freetype", "--with-webp": "webp", "--with-avif": "avif"}
# What extensions link on Alpine only: its musl has no gettext, and its ImageMagick is compiled with OpenMP.
ON_MUSL = {"gettext": "intl", "imagick": "gomp"}
EXTENSIONS = "/usr/local/lib/php/extensions"
WITH_VALUE = ("-d", "--working-dir", "--prefer-install", "--repository")


def composer(call: Call, root: Root) -> Iterator[Effect]:
    """PHP sources below the working directory."""
    directory = call.option("-d", "--working-dir")
    cwd = call.path(directory.text) if directory else call.cwd
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    yield from leaves(root, cwd, portable("Composer installs PHP sources"), "vendor")
    if words[:1] == ["create-project"] and len(words) > 1:
        target = words[2] if len(words) > 2 else words[1].rsplit("/", 1)[-1]
        yield from leaves(root, call.path(target), portable("Composer installs PHP sources"))
    if words[:1] != ["global"]:
        yield from leaves(root, cwd, portable("Composer installs PHP sources"))
    if words[:1] in (["install"], ["update"], ["require"]):
        yield from _programs(call, root, cwd, words[1:] if words[0] == "require" else [])


def _programs(call: Call, root: Root, cwd: str, required: list[str]) -> Iterator[Effect]:
    """The programs that packages ship in the vendor directory."""
    listed = packages_of_project(root.read, cwd, production=call.has("--no-dev")) if root.context else None
    names = (*(listed.names if listed else ()), *(name.lower().split(":", 1)[0] for name in required))
    for program in package_facts("php")["glibc_programs"]:
        name = program.partition("/bin/")[0]
        if name in names:
            why = f"{name} ships a program that is linked with glibc"
            origin = Downloaded(call.stage, call)
            artifact = Artifact(Kind.PROGRAM, Linkage.DYNAMIC, Abi(Libc.GLIBC, None), "", LIKELY, why, origin=origin)
            yield Writes(join_path(cwd, f"vendor/{program}"), artifact)


def php(call: Call, root: Root) -> Iterator[Effect]:
    """``php composer.phar …``, ``php artisan …``: PHP programs write text."""
    yield from composer(call._replace(args=call.args[1:]), root)


def extension(call: Call, root: Root) -> Iterator[Effect]:
    """``docker-php-ext-install``, ``pecl install``: extensions where the interpreter looks for them."""
    artifact = native(call, root, "php", "c", LIKELY, "PHP loads the extension", kind=Kind.LIBRARY)
    if artifact.made is not None:
        # One directory holds the extensions of all calls.
        links = dict.fromkeys((*_links_before(root), *_links(call, root)))
        artifact = artifact._replace(origin=artifact.made._replace(links=tuple(links)))
    yield Writes(EXTENSIONS, artifact, tree=True)


def configure(call: Call, root: Root) -> Iterator[Effect]:
    """``docker-php-ext-configure gd --with-jpeg``: which libraries gd will link."""
    words = " ".join(call.texts)
    if call.texts[:1] == ("gd",) and any(option in words for option in GD_OPTIONS):
        yield from extension(call, root)


def _links_before(root: Root) -> tuple[tuple[str, str], ...]:
    """What the extensions link that are there already."""
    node = root.nodes.get(EXTENSIONS)
    return node.artifact.made.links if node and node.artifact.made else ()


def _links(call: Call, root: Root) -> Iterator[tuple[str, str]]:
    """The libraries that the named extensions link, and the extension."""
    for operand in call.operands("-j", "--force"):
        name = VERSION.sub("", operand.text.rsplit("/", 1)[-1]).lower()
        for link in _extensions().get(name, "").split():
            yield link, f"PHP's extension {name}"
        if root.libc is Libc.MUSL:
            for link in ON_MUSL.get(name, "").split():
                yield link, f"PHP's extension {name}"
    for option, link in GD_OPTIONS.items():
        if any(re.match(rf"{option}(-dir)?(=|$)", text) for text in call.texts):
            yield link, f"gd with `{option}`"


_extensions = FactFile[dict[str, str]](language.__file__, "php_extensions.json")

MODELS = {
    **dict.fromkeys(("composer", "composer.phar"), composer), **dict.fromkeys(("php", "artisan"), php),
    "docker-php-ext-configure": configure,
    **dict.fromkeys(("docker-php-ext-install", "docker-php-ext-enable", "pecl", "install-php-extensions"), extension),
}  # fmt: skip
