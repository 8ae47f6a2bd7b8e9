"""What wraps ``go build``: ko, xcaddy, TinyGo, and tools whose tasks are not read (Mage, Task, GoReleaser …).

ko turns cgo off by default (ko's documentation, "Configuration"), so does xcaddy unless CGO_ENABLED is set.
"""

from collections.abc import Iterator

from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Havoc, Writes
from dfix.trace.state.products import LIKELY, native, portable, static
from dfix.trace.state.root import Root


def ko(call: Call, root: Root) -> Iterator[Effect]:
    """``ko build``, ``xcaddy build``: static."""
    output = call.option("--output", "-o")
    program = static(call, root, call.name, "go", LIKELY, f"{call.name} turns cgo off")
    if call.name == "xcaddy" and "CGO_ENABLED" in call.env and call.env["CGO_ENABLED"] != "0":
        program = native(call, root, call.name, "go", LIKELY, "cgo is turned on")
    yield Writes(call.path(output.text if output else "caddy"), program)


def tinygo(call: Call, root: Root) -> Iterator[Effect]:
    """``tinygo build -o``: portable for WebAssembly; for Linux linked statically with musl (TinyGo 0.20)."""
    output, target = call.option("-o"), call.option("-target", "--target")
    if output and call.has("build"):
        is_wasm = target is not None and ("wasm" in target.text or "wasi" in target.text)
        program = static(call, root, "tinygo", "go", LIKELY, "TinyGo links musl statically")
        yield Writes(call.path(output.text), portable("WebAssembly runs on any system") if is_wasm else program)


def wrapper(call: Call, root: Root) -> Iterator[Effect]:
    """A task that is not read builds programs somewhere in the project."""
    yield Havoc(call.cwd, call.name)


MODELS = {
    **dict.fromkeys(("ko", "xcaddy"), ko), "tinygo": tinygo,
    **dict.fromkeys("mage task goreleaser xgo gox gb promu go-task godelw bra revel buffalo wails".split(), wrapper),
}  # fmt: skip
