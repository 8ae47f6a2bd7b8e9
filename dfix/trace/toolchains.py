"""The traits of each toolchain, one row each."""

from collections.abc import Mapping
from functools import cache

from dfix.values import NamedTuple

VERBS = ("build", "install")


class Toolchain(NamedTuple):
    """What is known of all products of one toolchain.

    ``decided_by_project``: a project's own files, not the command, may ask for a static link.
    ``links_by_project``: a project's own files say what a program is linked with.
    ``links_more``: its programs need libraries beside those of their language.
    ``links_language_only``: its programs need the libraries of their language and no others, unless
    something says so. ``shown_verbs`` are the words after the command's name that messages show.
    ``images`` are the official images, by the last part of their name, in which projects of ``language``
    are built: ``go``, ``rust``, ``c``, or ``portable`` for what is no native code. ``packs_products``: it leaves its
    products in archives beside them.
    """

    name: str
    decided_by_project: bool = False
    links_by_project: bool = False
    links_more: bool = False
    links_language_only: bool = False
    shown_verbs: tuple[str, ...] = VERBS
    images: tuple[str, ...] = ()
    language: str = ""
    packs_products: bool = False


ROWS = (
    Toolchain("ada", links_more=True),
    Toolchain("bundle", images=("ruby", "jruby"), language="portable"),
    Toolchain(
        "cargo",
        links_language_only=True,
        shown_verbs=(*VERBS, "rustc", "zigbuild"),
        images=("rust",),
        language="rust",
    ),
    Toolchain(
        "cc",
        links_language_only=True,
        images=("gcc", "buildpack-deps", "julia"),
        language="c",
    ),
    Toolchain("cmake", links_by_project=True, links_more=True, shown_verbs=("--build", "--install", *VERBS)),
    Toolchain("crystal", decided_by_project=True, links_more=True, images=("crystal",), language="c"),
    Toolchain("d", decided_by_project=True, links_more=True),
    Toolchain("dotnet", images=("dotnet", "sdk", "aspnetcore-build", "mono"), language="portable"),
    Toolchain("erlang", decided_by_project=True, links_more=True, packs_products=True),
    Toolchain("go", links_language_only=True, images=("golang",), language="go"),
    Toolchain("haskell", decided_by_project=True, links_more=True, images=("haskell",), language="c"),
    Toolchain(
        "java",
        images=tuple(
            "maven gradle openjdk eclipse-temurin amazoncorretto groovy clojure sbt java ibmjava".split()
        ),
        language="portable",
    ),
    Toolchain("make", links_by_project=True, links_more=True),
    Toolchain("native-image", decided_by_project=True),
    Toolchain("nim", decided_by_project=True, images=("nim",), language="c"),
    Toolchain("npm", images=("node", "alpine-node", "node-frontend"), language="portable"),
    Toolchain("ocaml", decided_by_project=True, links_more=True, images=("ocaml",), language="c"),
    Toolchain("php", images=("php", "composer"), language="portable"),
    Toolchain("rustc", links_language_only=True, shown_verbs=(*VERBS, "rustc")),
    Toolchain("swift", decided_by_project=True, links_more=True, images=("swift",), language="c"),
)  # fmt: skip


def toolchain(name: str) -> Toolchain:
    """The row of a toolchain; one without traits for a command of which nothing is known."""
    return _by_name().get(name) or Toolchain(name)


def language_of_image(name: str) -> str:
    """The language of the projects that are built in an official image, by its name's last part; empty for none."""
    return _by_image().get(name, "")


@cache
def _by_name() -> Mapping[str, Toolchain]:
    return {row.name: row for row in ROWS}


@cache
def _by_image() -> Mapping[str, str]:
    return {image: row.language for row in ROWS for image in row.images}
