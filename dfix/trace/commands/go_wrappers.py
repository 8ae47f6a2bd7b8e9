"""What wraps ``go build``: Mage, Task, GoReleaser, ko, xgo, gox, xcaddy, TinyGo, gb, promu, Dep's friends.

GoReleaser and ko turn cgo off by default (ko's documentation, "Configuration"; GoReleaser's own
template does, its default does not); xcaddy sets ``CGO_ENABLED=0`` unless told otherwise.
"""

from collections.abc import Iterator

from dfix.trace.built import LIKELY, native, static
from dfix.trace.call import Call
from dfix.trace.effect import Effect, MayWrite, Writes
from dfix.trace.root import Root


def ko(call: Call, root: Root) -> Iterator[Effect]:
    """``ko build``, ``xcaddy build``: static."""
    output = call.option("--output", "-o")
    made = static(call, root, call.name, "go", LIKELY, f"{call.name} turns cgo off")
    if call.name == "xcaddy" and "CGO_ENABLED" in call.env and call.env["CGO_ENABLED"] != "0":
        made = native(call, root, call.name, "go", LIKELY, "cgo is asked for")
    yield Writes(call.path(output.text if output else "caddy"), made)


def tinygo(call: Call, root: Root) -> Iterator[Effect]:
    """``tinygo build -o``: for WebAssembly portable; for Linux linked with musl, statically (TinyGo 0.20)."""
    output = call.option("-o")
    if output and call.has("build"):
        yield Writes(call.path(output.text), static(call, root, "tinygo", "go", LIKELY, "TinyGo brings musl along"))


def wrapper(call: Call, root: Root) -> Iterator[Effect]:
    """A task that is not read builds programs somewhere in the project."""
    yield MayWrite(call.cwd, call.name)


MODELS = {
    **dict.fromkeys(("ko", "xcaddy"), ko), "tinygo": tinygo,
    **dict.fromkeys("mage task goreleaser xgo gox gb promu go-task godelw bra revel buffalo wails".split(), wrapper),
}  # fmt: skip
