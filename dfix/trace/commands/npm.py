"""npm, yarn, pnpm, bun: ``node_modules``, and what the scripts of package.json make.

``node_modules`` is portable unless a package has an addon. What a script makes is JavaScript, HTML
and the like: bundlers write text.
"""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.manifests.listed import Listed
from dfix.manifests.node import node as packages_of_project
from dfix.text.pattern import pattern
from dfix.trace.knowledge.javascript import writes_text
from dfix.trace.knowledge.language import interpreter, judged, with_native_parts
from dfix.trace.state.artifact import Artifact, Environment, Linkage
from dfix.trace.state.call import Call, join_path
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native, packages_of
from dfix.trace.state.root import Root

WITH_VALUE = ("--prefix", "-C", "--cwd", "--dir", "--registry", "--cache", "-w", "--workspace", "--filter", "-F")
INSTALLS = frozenset("install i ci add clean-install isntall rebuild update up import fetch".split())
PACKAGE = pattern(r"^(@[\w.-]+/)?[\w.-]+(?=$|@)")


def npm(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one call of a package manager of JavaScript."""
    where = call.option("--prefix", "-C", "--cwd", "--dir")
    cwd = call.path(where.text) if where else call.cwd
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    command = "install" if not words and call.name in ("yarn", "pnpm") else words[0] if words else ""
    is_global = call.has("-g", "--global") or words[:2] == ["global", "add"]
    if is_global:
        yield from _globally(call, root, cwd if where else "", words)
    elif command in INSTALLS:
        yield Writes(join_path(cwd, "node_modules"), environment(call, root, _named(words[1:]), cwd), tree=True)
    elif command == "deploy" and call.name == "pnpm":
        for target in words[1:]:
            yield Writes(join_path(cwd, target), environment(call, root, None, cwd), tree=True)
    elif command == "prune":
        return
    elif call.name == "bun" and command == "build":
        yield from bun_build(call, root)
    elif command not in ("", "config", "set", "cache", "login", "audit", "version", "link", "test", "pack", "outdated"):
        yield from writes_text(call, root, cwd)


def environment(call: Call, root: Root, names: list[str] | None, cwd: str = "") -> Artifact:
    """The nature of a ``node_modules``; ``names`` None: the project in ``cwd`` says what is in it."""
    node = interpreter(root, "node")
    native: tuple[str, ...] = ()
    pure: bool | None = None
    if names:
        native, told = with_native_parts("node", names)
        pure = True if told and not native else None
    elif names is None and root.context and (listed := _project(call, root, cwd)) is not None:
        native, told = judged("node", listed)
        pure = True if told and not native else None
    made = Environment("node", node.version if node else None, "", native)
    parts = True if native else False if pure else None
    return packages_of(call, root, "npm", made, native_parts=parts, release=False)


def _project(call: Call, root: Root, cwd: str) -> Listed | None:
    """The packages of the project, where its files are at hand."""
    without = call.has("--production", "--prod", "-P", "--only=production", "--omit=dev", "--only=prod")
    omitted = call.option("--omit", "--only")
    production = without or (omitted is not None and omitted.text in ("dev", "prod", "production"))
    return packages_of_project(root.read, cwd, production=production or call.env.get("NODE_ENV") == "production")


def bun_build(call: Call, root: Root) -> Iterator[Effect]:
    """``bun build --compile`` makes a program that holds Bun itself; without it text."""
    output = call.option("--outfile", "--outdir")
    if call.has("--compile"):
        target = call.option("--target")
        libc = None if target is None else Libc.MUSL if target.text.endswith("-musl") else Libc.GLIBC
        made = native(call, root, "bun", "", LIKELY, "Bun's runtime is in it, which needs the libc", libc=libc)
        yield Writes(call.path(output.text if output else "index"), made)
    else:
        yield from writes_text(call, root, call.path(output.text) if output else call.cwd)


def node(call: Call, root: Root) -> Iterator[Effect]:
    """A script of the project: what it writes is text. ``--experimental-sea-config`` prepares a program's blob."""
    if call.args and not call.has("--version", "-v"):
        yield from writes_text(call, root, call.cwd)


def _globally(call: Call, root: Root, prefix: str, words: list[str]) -> Iterator[Effect]:
    found = interpreter(root, "node")
    base = (
        prefix
        or call.env.get("NPM_CONFIG_PREFIX")
        or ("/usr" if found and found.path.startswith("/usr/bin") else "/usr/local")
    )
    names = [word for word in words if word not in INSTALLS and word != "global"]
    made = environment(call, root, _named(names))
    if made.linkage is not Linkage.STATIC:
        yield Writes(f"{base}/lib/node_modules", made, tree=True)


def _named(words: list[str]) -> list[str] | None:
    matches = [PACKAGE.match(word) for word in words]
    return [match[0].lower() for match in matches if match] if words and all(matches) else None


MODELS = {
    **dict.fromkeys(("npm", "cnpm", "yarn", "yarnpkg", "pnpm", "bun", "jspm"), npm),
    **dict.fromkeys(("node", "nodejs", "ts-node", "babel-node"), node),
}
