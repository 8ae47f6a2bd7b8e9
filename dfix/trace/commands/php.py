"""PHP: Composer's vendor directory is portable; extensions are shared libraries of the interpreter's libc."""

from collections.abc import Iterator

from dfix.trace.artifact import Kind
from dfix.trace.built import LIKELY, leaves, native, portable
from dfix.trace.call import Call
from dfix.trace.effect import Effect, Writes
from dfix.trace.root import Root

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


def php(call: Call, root: Root) -> Iterator[Effect]:
    """``php composer.phar …``, ``php artisan …``: what PHP programs write is text."""
    yield from composer(call._replace(args=call.args[1:]), root)


def extension(call: Call, root: Root) -> Iterator[Effect]:
    """``docker-php-ext-install``, ``pecl install``: extensions where the interpreter looks for them."""
    made = native(call, root, "php", "c", LIKELY, "an extension of PHP is loaded by it", kind=Kind.LIBRARY)
    yield Writes(EXTENSIONS, made, tree=True)


MODELS = {
    **dict.fromkeys(("composer", "composer.phar"), composer), **dict.fromkeys(("php", "artisan"), php),
    **dict.fromkeys(("docker-php-ext-install", "docker-php-ext-enable", "pecl", "install-php-extensions"), extension),
}  # fmt: skip
