"""npm, yarn, pnpm, bun: ``node_modules``, and what the scripts of package.json make.

``node_modules`` is portable unless a package has an addon. What a script makes is JavaScript, HTML
and the like: bundlers write text.
"""

from collections.abc import Iterator
from functools import partial

from dfix.images import Libc
from dfix.manifests.listed import Listed
from dfix.manifests.node import Selection, selectors, version_of
from dfix.manifests.node import node as packages_of_project
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.commands import model
from dfix.trace.knowledge.javascript import writes_text
from dfix.trace.knowledge.language import interpreter, interpreter_version
from dfix.trace.knowledge.native_parts import native_parts
from dfix.trace.knowledge.prisma import CLIENT, has_no_engine, names_targets, schemas
from dfix.trace.knowledge.prisma import PACKAGES as PRISMA
from dfix.trace.state.artifact import Artifact, Environment, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Removes, Writes
from dfix.trace.state.products import LIKELY, native, packages_of
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

WITH_VALUE = ("--prefix", "-C", "--cwd", "--dir", "--registry", "--cache", "-w", "--workspace", "--filter", "-F")
INSTALLS = frozenset("install i ci add clean-install isntall rebuild update up import fetch".split())
# Subcommands that write nothing into the project.
WITHOUT_PRODUCTS = frozenset(("", *"config set cache login audit version link test pack outdated prune".split()))
# Programs of packages that bring more than text.
PROGRAMS = frozenset({"playwright"})
PACKAGE = pattern(r"^(@[\w.-]+/)?[\w.-]+(?=$|@)")


def npm(call: Call, root: Root) -> Iterator[Effect]:
    """The effects of one call of a package manager of JavaScript."""
    where = call.option("--prefix", "-C", "--cwd", "--dir")
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if call.has("-g", "--global") or words[:2] == ["global", "add"]:
        yield from _globally(call, root, call.path(where.text) if where else "", words)
        return
    cwd = call.path(where.text) if where else call.cwd
    match _subcommand(call, words):
        case command if command in INSTALLS:
            yield from _installs(call, root, words, cwd)
        case "prune" if _is_production(call):
            yield Writes(join_path(cwd, "node_modules"), environment(call, root, None, cwd), tree=True)
        case "workspaces" if words[1:2] == ["focus"]:
            yield Writes(join_path(cwd, "node_modules"), environment(call, root, None, cwd), tree=True)
        case "deploy" if call.name == "pnpm":
            for target in words[1:]:
                yield Writes(join_path(cwd, target), environment(call, root, None, cwd), tree=True)
        case "build" if call.name == "bun":
            yield from bun_build(call, root)
        case command if command in PROGRAMS or (command in ("exec", "dlx", "x") and PROGRAMS.intersection(words[1:2])):
            yield from _program(call, root, command if command in PROGRAMS else words[1])
        case command if command not in WITHOUT_PRODUCTS:
            # A script of package.json.
            yield from writes_text(call, root, cwd)


def _installs(call: Call, root: Root, words: list[str], cwd: str) -> Iterator[Effect]:
    """What the project asks for, or packages that the command names beside it."""
    names, directory = _named(words[1:]), join_path(cwd, "node_modules")
    if _makes_anew(_subcommand(call, words), call, root, names, cwd):
        yield Removes(directory)
    packages = environment(call, root, None, cwd) if names is None else _added(call, root, names, cwd)
    yield Writes(directory, packages, tree=True)


def _program(call: Call, root: Root, name: str) -> Iterator[Effect]:
    """A program of ``node_modules`` that brings more than text."""
    position = call.texts.index(name)
    run = model(name)
    yield from run(call._replace(name=name, args=call.args[position + 1 :]), root) if run else ()


def _subcommand(call: Call, words: list[str]) -> str:
    """The subcommand; without one Yarn and pnpm install, and the others write nothing (empty)."""
    if words:
        return words[0]
    return "install" if call.name in ("yarn", "pnpm") else ""


def environment(call: Call, root: Root, names: list[str] | None, cwd: str = "") -> Artifact:
    """The nature of a ``node_modules``; ``names`` None: the project in ``cwd`` names the packages."""
    parts = native_parts(root, "node", names, partial(_listed_packages, call, root, cwd))
    if not PRISMA.isdisjoint(parts.packages) and _is_for_any(root, cwd or call.cwd):
        others = tuple(name for name in parts.packages if name not in PRISMA)
        parts = parts._replace(packages=others, exist=Tristate.YES if others else Tristate.UNKNOWN)
    tree = Environment("node", interpreter_version(root, "node"), "", parts.packages, parts.names)
    return packages_of(call, root, "npm", tree, parts.exist, release=False, are_all_listed=parts.are_all)


def _is_for_any(root: Root, directory: str) -> bool:
    """Whether Prisma's client has no engine, or those that the project names, for other platforms than this one's."""
    texts = list(schemas(root, directory))
    return has_no_engine(version_of(root.read, directory, CLIENT), texts) or names_targets(texts)


def _makes_anew(command: str, call: Call, root: Root, names: list[str] | None, cwd: str) -> bool:
    """Whether no native part stays that came from elsewhere: ``npm ci`` begins with nothing, ``rebuild`` compiles."""
    if command != "rebuild":
        return command in ("ci", "clean-install") and call.name == "npm"
    node = root.nodes.get(join_path(cwd, "node_modules"))
    before = node.artifact.environment if node else None
    return names is None or bool(before and before.packages and set(names).issuperset(before.packages))


def _added(call: Call, root: Root, names: list[str], cwd: str) -> Artifact:
    """The nature of a ``node_modules`` to which a command adds packages, or that it rebuilds some packages of."""
    node = root.nodes.get(join_path(cwd, "node_modules"))
    before = node.artifact.environment if node else None
    listed = _listed_packages(call, root, cwd) if root.context and not (before and before.names) else None
    others = before.names if before else listed.names if listed else ()
    libc = call.option("--libc")
    if libc and root.libc and libc.text != root.libc.value:
        # What is installed for another libc lies beside what is there.
        others, names = tuple(name for name in others if name not in names), []
    return environment(call, root, list(dict.fromkeys((*others, *names))), cwd)


def _listed_packages(call: Call, root: Root, cwd: str) -> Listed | None:
    """The packages that the project's files list; those for development only where the command installs them."""
    selection = Selection(_is_production(call), selectors(_selected(call)), root.names, call.has("fetch"))
    return packages_of_project(root.read, cwd, selection)


def _selected(call: Call) -> Iterator[str]:
    """The projects of a workspace that a command names: ``--filter app``, ``-w app``, ``workspaces focus app``."""
    options = ("--filter", "-F") if call.name == "pnpm" else ("--workspace", "-w") if call.name == "npm" else ()
    for number, word in enumerate(call.texts):
        if word in options:
            yield from call.texts[number + 1 : number + 2]
        elif options and word.startswith(tuple(f"{option}=" for option in options)):
            yield word.partition("=")[2]
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if words[:2] == ["workspaces", "focus"] and not call.has("-A", "--all"):
        yield from words[2:]


def _is_production(call: Call) -> bool:
    """Whether the command leaves out what is for development only."""
    if call.has("--include=dev", "--production=false", "--prod=false", "--no-production"):
        return False
    omitted = call.option("--omit", "--only")
    return (
        call.has("--production", "--prod", "-P", "--production=true", "--only=production", "--omit=dev", "--only=prod")
        or (omitted is not None and omitted.text in ("dev", "prod", "production"))
        or _is_told_by_environment(call)
    )


def _is_told_by_environment(call: Call) -> bool:
    """Whether a variable leaves out what is for development only: each option of npm can be one (its "config")."""
    said = {name.lower(): value for name, value in call.env.items() if name.lower().startswith("npm_config_")}
    return (
        call.env.get("NODE_ENV") == "production"
        or said.get("npm_config_production") == "true"
        or "dev" in said.get("npm_config_omit", "")
        or said.get("npm_config_only") in ("prod", "production")
    )


def bun_build(call: Call, root: Root) -> Iterator[Effect]:
    """``bun build --compile`` makes a program that contains Bun itself; without it text."""
    output = call.option("--outfile", "--outdir")
    if call.has("--compile"):
        target = call.option("--target")
        libc = None if target is None else Libc.MUSL if target.text.endswith("-musl") else Libc.GLIBC
        program = native(call, root, "bun", "", LIKELY, "it contains Bun's runtime, which needs libc", libc=libc)
        yield Writes(call.path(output.text if output else "index"), program)
    else:
        yield from writes_text(call, root, call.path(output.text) if output else call.cwd)


def run_script(call: Call, root: Root) -> Iterator[Effect]:
    """A script of the project: what it writes is text. ``--experimental-sea-config`` prepares a program's blob."""
    if call.args and not call.has("--version", "-v"):
        yield from writes_text(call, root, call.cwd)


def _globally(call: Call, root: Root, prefix: str, words: list[str]) -> Iterator[Effect]:
    """Packages for every user, below ``prefix`` or, where that is empty, Node's own prefix."""
    node = interpreter(root, "node")
    of_node = "/usr" if node and node.path.startswith("/usr/bin") else "/usr/local"
    base = prefix or call.env.get("NPM_CONFIG_PREFIX") or of_node
    names = [word for word in words if word not in INSTALLS and word != "global"]
    packages = environment(call, root, _named(names))
    if packages.linkage is not Linkage.STATIC:
        yield Writes(f"{base}/lib/node_modules", packages, tree=True)


def _named(words: list[str]) -> list[str] | None:
    """The packages that operands name, without their versions; None where they name none, or something else."""
    matches = [PACKAGE.match(word) for word in words]
    return [match[0].lower() for match in matches if match] if words and all(matches) else None


MODELS = {
    **dict.fromkeys(("npm", "cnpm", "yarn", "yarnpkg", "pnpm", "bun", "jspm"), npm),
    **dict.fromkeys(("node", "nodejs", "ts-node", "babel-node"), run_script),
}
