"""What a language's packages want where they are installed on another distribution, and how sure that works there.

Sources: the packages' published files (``trace/knowledge/data``); Prisma's documentation ("System requirements");
node-gyp's README ("Installation").
"""

from dfix.confidence import Confidence
from dfix.images import Image, Libc, Release
from dfix.images.packages import brings
from dfix.trace.knowledge.language import package_facts
from dfix.trace.knowledge.used_environment import build_tools
from dfix.trace.landing import Landing
from dfix.trace.state.artifact import Environment
from dfix.trace.state.call import Call

# What compiles a package's own sources: gem and pip want a compiler and make, node-gyp Python too.
TOOLS = ("gcc", "g++", "make")
FROM_SOURCE = frozenset({"--build-from-source", "--no-binary", "node-gyp"})


def tools_for(environment: Environment, call: Call) -> tuple[str, ...]:
    """The commands that compile packages of which nobody publishes a build for the other libc."""
    is_asked = any(text.partition("=")[0] in FROM_SOURCE for text in call.texts)
    return TOOLS if is_asked or _compiles(environment) else ()


def sure_for(environment: Environment, target: Release) -> Confidence:
    """How sure it is that the packages can be installed on a release."""
    if not _compiles(environment):
        return Confidence.LIKELY if uses_prisma(environment) else Confidence.CERTAIN
    is_hard = Libc.MUSL in target.libcs and environment.language != "ruby"
    return Confidence.POSSIBLE if is_hard else Confidence.LIKELY


def python_for(environment: Environment, tools: tuple[str, ...]) -> tuple[str, ...]:
    """The package of Python, which node-gyp wants where it compiles."""
    return ("python3",) if environment.language == "node" and tools else ()


def _compiles(environment: Environment) -> bool:
    """Whether a package is known to be compiled for musl, or is not known to be published for it."""
    facts = package_facts(environment.language)
    published = facts.get("musllinux" if environment.language == "python" else "addons_for_musl", frozenset())
    if environment.language == "node":
        # Of a package by platform there is one for musl beside it.
        published |= build_tools().keys() - {"node-sass"} | {one for one in environment.packages if "linux-x64-" in one}
    return environment.language == "ruby" or not published.issuperset(environment.packages)


def uses_prisma(environment: Environment | None) -> bool:
    """Whether Prisma's engine is among the packages."""
    names = (*environment.packages, *environment.names) if environment else ()
    return any(name == "prisma" or name.startswith("@prisma/") for name in names)


def packages_for(landing: Landing, image: Image | None) -> tuple[str, ...]:
    """What the packages want of the distribution on an image that the landing's stage has or will have."""
    is_there = brings(image, "openssl") is True or "openssl" in landing.stage.root.packages
    return ("openssl",) if uses_prisma(landing.environment) and not is_there else ()
