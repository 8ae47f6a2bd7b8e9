"""Packages of Node that a stage uses for its own build, where another stage installed them.

``data/node_build_tools.json``: packages whose native parts are built for one libc, with the words of commands that load
them (measured: the dynamic sections of what is published). esbuild and turbo are not among them: they are static.
"""

from collections.abc import Iterator

from dfix.fact_file import FactFile
from dfix.images import Libc
from dfix.manifests.listed import json_table
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.file_tree import Landed

build_tools = FactFile[dict[str, str]](__file__, "node_build_tools.json")
MANAGERS = frozenset({"npm", "yarn", "pnpm", "bun"})
RUNNERS = frozenset({"npx", "pnpx", "bunx"})
# What runs a script of package.json, or a program of node_modules, by its name.
BY_NAME = frozenset({"run", "run-script", "exec", "x"})
NAME = pattern(r"[@\w]")


def used_environments(stage: StageTrace) -> Iterator[Landed]:
    """The ``node_modules`` that came by a copy and that a later RUN of the stage uses, with the tools that it uses."""
    for landed in stage.root.files.landed:
        environment, arrival = landed.artifact.environment, landed.artifact.arrival
        if environment is None or arrival is None or environment.language != "node" or not _is_of_glibc(landed):
            continue
        directory = landed.path.removesuffix("/node_modules") or "/"
        commands = [
            _command(call, stage)
            for call in stage.calls
            if call.instruction.span.start > arrival.instruction.start and call.cwd == directory
        ]
        names = (name for name in environment.names if not _has_build_for_musl(name, environment.names))
        tools = tuple(name for name in names if any(_loads(name, command) for command in commands))
        if tools and landed.path == join_path(directory, "node_modules"):
            native = environment._replace(packages=tools, names=tools)
            yield landed._replace(artifact=landed.artifact._replace(environment=native, linkage=Linkage.DYNAMIC))


def _is_of_glibc(landed: Landed) -> bool:
    return landed.artifact.abi is not None and landed.artifact.abi.libc is Libc.GLIBC


def _has_build_for_musl(package: str, names: tuple[str, ...]) -> bool:
    """Whether the build for musl is installed beside it, as by npm with a lock file that does not tell the libc."""
    scope = package.partition("/")[0]
    return any("musl" in name and name.startswith(scope) for name in names)


def _loads(package: str, command: str) -> bool:
    """Whether a command loads a package's native parts."""
    return any(word in command for word in build_tools().get(package, "").split())


def _command(call: Call, stage: StageTrace) -> str:
    """The text of what a call runs: of a script of package.json, or its own words; empty where neither is known."""
    words = [text for text in call.texts if NAME.match(text)]
    if call.name in RUNNERS or "node_modules/.bin/" in call.program:
        return " ".join((call.name, *words))
    if call.name not in MANAGERS or not words:
        return ""
    name = words[1] if words[0] in BY_NAME and len(words) > 1 else words[0]
    scripts = json_table(stage.root.read(join_path(call.cwd, "package.json"))).get("scripts")
    script = scripts.get(name) if isinstance(scripts, dict) else None
    return str(script) if script else " ".join(words) if words[0] in ("exec", "x") else ""
