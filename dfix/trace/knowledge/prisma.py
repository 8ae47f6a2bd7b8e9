"""Prisma: for which platforms a project's client has an engine.

Source: Prisma's schema reference, "generator", ``binaryTargets`` and ``engineType``; version 7 has no engine.
"""

from collections.abc import Iterable, Iterator

from dfix.manifests.node import Version
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.root import Root

CLIENT = "@prisma/client"
# The packages that bring the engine.
PACKAGES = frozenset({CLIENT, "@prisma/engines", "prisma"})
SCHEMAS = ("prisma/schema.prisma", "schema.prisma", "src/prisma/schema.prisma", "db/schema.prisma")
# A client that talks to a database by JavaScript, or through Prisma's servers.
WITHOUT_ENGINE = pattern(r'engineType\s*=\s*"client"|queryCompiler|provider\s*=\s*"prisma-client"|"edge')
TARGETS = pattern(r"binaryTargets\s{0,20}=\s{0,20}(\[[^\]]{0,500}\]|env\()")
OTHER_TARGET = pattern(r'"(?!native")[\w.-]+"|env\(')


def schemas(root: Root, directory: str) -> Iterator[str]:
    """The texts of a project's schema: where its packages were installed, else in the build context."""
    for name in SCHEMAS:
        text = root.read(join_path(directory, name)) or (root.context.read(name) if root.context else None)
        if text:
            yield text


def has_no_engine(version: Version | None, texts: Iterable[str]) -> bool:
    """Whether the client does without an engine: by its version, or by the texts of its schema."""
    return (version or (0,)) >= (7,) or any(map(WITHOUT_ENGINE.search, texts))


def names_targets(texts: Iterable[str]) -> bool:
    """Whether a schema asks for engines for platforms by their names, beside that of the build."""
    found = (match[1] for text in texts for match in TARGETS.finditer(text))
    return any(OTHER_TARGET.search(targets) for targets in found)
