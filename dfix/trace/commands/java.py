"""Java and its build tools: Maven, Gradle, sbt, Ant, Leiningen; jlink, jpackage; GraalVM's native-image.

Archives of byte code run on any system; what jlink and native-image make does not
(JEP 282; GraalVM's manual, "Static and Mostly Static Images").
"""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.manifests.java import links_native_image, named_libraries
from dfix.text import UNKNOWN_TEXT
from dfix.trace.knowledge.portable_packages import portable_with
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, POSSIBLE, leaves, native, of_no_release, portable, static
from dfix.trace.state.root import Root

BYTE_CODE = "Java archives run on any system"
BUILDERS = (
    "mvn mvnw mvnd gradle gradlew sbt ant lein clojure clj mill bazel-java java javac jar scala scalac kotlinc boot "
    "activator grails play jolie jarsigner keytool groovy ivy leiningen antlr4 amm scala-cli jbang"
).split()
OUTPUTS = ("target", "build", "out", "dist", "lib", "app")
# What Spring Boot's ``-Djarmode=layertools extract`` writes.
SPRING_LAYERS = ("dependencies", "application", "spring-boot-loader")
# Where Gradle's plugin leaves the program (GraalVM's Native Build Tools).
NATIVE_OUTPUTS = ("build/native/nativeCompile", "app/build/native/nativeCompile")
# Directories that hold archives and classes after such a build, too.
BESIDE_NATIVE = ("out", "dist", "lib", "app", "target/quarkus-app", "target/lib", "target/classes", "build/libs")
SOURCES_ONLY = ("native-sources", "sources-only=true")
NATIVE_BUILDERS = frozenset({"mvn", "mvnw", "gradle", "gradlew"})
# Profiles, tasks and properties that build a native image (GraalVM's Build Tools, Quarkus).
ASKS_FOR_NATIVE = (
    "-Pnative",
    "native:compile",
    "nativeCompile",
    "nativeBuild",
    "native-image",
    "-Dnative",
    "-Dquarkus.package.type=native",
    "-Dquarkus.native.enabled=true",
)


def build(call: Call, root: Root) -> Iterator[Effect]:
    """Archives below the working directory; a native profile or task makes a program."""
    if call.has("--version", "-version"):
        return
    words = " ".join(call.texts)
    where = call.option("-f", "--file", "-p", "--project-dir")
    cwd = call.path(where.text.removesuffix("pom.xml")) if where and call.name != "java" else call.cwd
    archives = _archives(call, root, cwd)
    if call.name in NATIVE_BUILDERS and _asks_for_native(words):
        image = _image_of_project(call, root, cwd, words)
        yield from leaves(root, cwd, image._replace(unnamed=True))
        if call.name.startswith("mvn"):
            yield from leaves(root, cwd, image._replace(unnamed=True), "target")
        else:
            yield from leaves(root, cwd, image, *NATIVE_OUTPUTS)
        yield from leaves(root, cwd, archives, *BESIDE_NATIVE)
    else:
        yield from leaves(root, cwd, archives, *(OUTPUTS if cwd == "/" else ()))
    if call.name == "java" and "-jar" in call.texts and "extract" in call.texts:
        yield from leaves(root, call.cwd, portable(BYTE_CODE), *SPRING_LAYERS)


def _asks_for_native(words: str) -> bool:
    """Whether a build makes a native image, and not only its sources, of which another stage makes it."""
    return any(word in words for word in ASKS_FOR_NATIVE) and not any(word in words for word in SOURCES_ONLY)


def _image_of_project(call: Call, root: Root, directory: str, words: str) -> Artifact:
    """The program that a build tool has GraalVM make: likely of what the project's files say, else possible."""
    links = links_native_image(root.read, root.names, directory) if root.context else ""
    if links == "static":
        return static(call, root, "native-image", "c", LIKELY, "the project's files ask for a static link")
    image = _native_image(call, root, words)
    return image._replace(confidence=min(image.confidence, LIKELY if links else POSSIBLE))


def _archives(call: Call, root: Root, directory: str) -> Artifact:
    """Archives of byte code; they need more where the project's files name a package that does."""
    libraries = named_libraries(root.read, root.names, directory) if root.context else frozenset()
    return portable_with(call, "java", BYTE_CODE, libraries)


def jlink(call: Call, root: Root) -> Iterator[Effect]:
    """A runtime made of the JDK's modules: the vendor's programs, for the JDK's libc."""
    output = call.option("--output", "-d", "--dest")
    if output:
        runtime = native(call, root, "jlink", "", LIKELY, "a Java runtime contains programs for the JDK's libc")
        yield Writes(call.path(output.text), of_no_release(runtime), tree=True)


def native_image(call: Call, root: Root) -> Iterator[Effect]:
    """A program, dynamic unless ``--static`` (which needs ``--libc=musl`` for a full static link)."""
    output = call.option("-o", "-H:Name")
    operands = [arg.text for arg in call.operands("-cp", "--class-path", "-o", "-jar", "-classpath")]
    jar = call.option("-jar")
    name = output.text if output else operands[-1] if len(operands) > 1 else ""
    if not name and jar:
        name = jar.text.rsplit("/", 1)[-1].removesuffix(".jar")
    image = _native_image(call, root, " ".join(call.texts))
    if name and UNKNOWN_TEXT not in name:
        yield Writes(call.path(name), image)
    else:
        yield from leaves(root, call.cwd, image._replace(unnamed=True))


def _native_image(call: Call, root: Root, words: str) -> Artifact:
    if "--static-nolibc" in words or "StaticExecutableWithDynamicLibC" in words:
        return native(call, root, "native-image", "c", LIKELY, "everything except libc is linked statically")
    if "--static" in words:
        return static(call, root, "native-image", "c", LIKELY, "linked with --static")
    libc = Libc.MUSL if "--libc=musl" in words else None
    return native(call, root, "native-image", "c", LIKELY, "GraalVM links native images dynamically", libc=libc)


MODELS = {
    **dict.fromkeys(BUILDERS, build), "jlink": jlink, "jpackage": jlink, "native-image": native_image,
}  # fmt: skip
