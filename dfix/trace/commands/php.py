"""PHP: Composer's vendor directory is portable; extensions are shared libraries of the interpreter's libc.

Some packages ship programs; ``data/php_packages.json`` names those that need glibc (wkhtmltopdf's
own Linux builds, by reports on Alpine).
"""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.manifests.composer import composer as packages_of_project
from dfix.text.paths import join_path
from dfix.trace.knowledge.language import package_facts
from dfix.trace.state.artifact import Abi, Artifact, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.origin import Downloaded
from dfix.trace.state.products import LIKELY, leaves, native, portable
from dfix.trace.state.root import Root

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
    yield Writes(EXTENSIONS, artifact, tree=True)


MODELS = {
    **dict.fromkeys(("composer", "composer.phar"), composer), **dict.fromkeys(("php", "artisan"), php),
    **dict.fromkeys(("docker-php-ext-install", "docker-php-ext-enable", "pecl", "install-php-extensions"), extension),
}  # fmt: skip
