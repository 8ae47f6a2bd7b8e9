"""Java: which libraries Maven's and Gradle's build files name, and how they link a native image."""

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
# Where options of the native image may stand beside the build files.
SETTINGS = ("gradle.properties", "src/main/resources/application.properties", "src/main/resources/application.yml")
NATIVE_PLUGIN = pattern(r"native-maven-plugin|org\.graalvm\.buildtools|quarkus|micronaut")
STATIC = pattern(r"--static|StaticExecutable|static-nolibc")


def named_libraries(read: Read, names: Names, directory: str) -> frozenset[str]:
    """The artifacts that the build files of a project, and of its modules one level below, name."""
    found = set[str]()
    for place in _places(names, directory):
        for file in FILES:
            for match in NAMED.finditer(read(f"{place}/{file}") or ""):
                found.add(match[1] or match[2] or match[3])
    return frozenset(found)


def links_native_image(read: Read, names: Names, directory: str) -> str:
    """``static`` or ``dynamic``, as the project's files say it; empty where they do not name GraalVM's build tools.

    Sources: GraalVM's Native Build Tools, ``buildArgs``; Quarkus's guide "Building a native executable",
    ``quarkus.native.additional-build-args``.
    """
    texts = [read(f"{place}/{file}") or "" for place in _places(names, directory) for file in (*FILES, *SETTINGS)]
    if any(STATIC.search(text) for text in texts):
        return "static"
    return "dynamic" if any(NATIVE_PLUGIN.search(text) for text in texts) else ""


def _places(names: Names, directory: str) -> Iterator[str]:
    yield directory
    below = [name for name in names(directory) if "." not in name and name not in ("src", "target", "build")]
    yield from (f"{directory}/{name}" for name in below[:MOST_DIRECTORIES])
