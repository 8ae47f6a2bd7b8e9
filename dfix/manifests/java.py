"""Java: which libraries Maven's and Gradle's build files name."""

from collections.abc import Iterator

from dfix.manifests.cargo import Names
from dfix.manifests.listed import Read
from dfix.text.pattern import pattern

FILES = ("pom.xml", "build.gradle", "build.gradle.kts", "gradle/libs.versions.toml")
# ``<artifactId>x</artifactId>``, ``'group:x:1.0'``, ``name: 'x'``, ``module = "group:x"``.
NAMED = pattern(
    r"<artifactId>\s*([\w.-]+)\s*<|[\"'][\w.-]+:([\w.-]+)(?::[^\"'\n]*)?[\"']|\bname\s*[:=]\s*[\"']([\w.-]+)"
)
MOST_DIRECTORIES = 40


def named_libraries(read: Read, names: Names, directory: str) -> frozenset[str]:
    """The artifacts that the build files of a project, and of its modules one level below, name."""
    found = set[str]()
    for place in _places(names, directory):
        for file in FILES:
            for match in NAMED.finditer(read(f"{place}/{file}") or ""):
                found.add(match[1] or match[2] or match[3])
    return frozenset(found)


def _places(names: Names, directory: str) -> Iterator[str]:
    yield directory
    below = [name for name in names(directory) if "." not in name and name not in ("src", "target", "build")]
    yield from (f"{directory}/{name}" for name in below[:MOST_DIRECTORIES])
