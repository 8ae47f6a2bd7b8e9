"""Swift: ``swift build``, ``swiftc``.

``-static-stdlib`` links libc dynamically; the static Linux SDK links musl statically.

Source: swift.org, "Getting Started with the Static Linux SDK".
"""

from collections.abc import Iterator

from dfix.text.paths import join_path
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native, static
from dfix.trace.state.root import Root


def swift(call: Call, root: Root) -> Iterator[Effect]:
    """``swift build -c release``: programs below ``.build``."""
    if call.texts[:1] != ("build",):
        return
    directory = call.option("--package-path")
    scratch = call.option("--scratch-path", "--build-path")
    base = call.path(directory.text) if directory else call.cwd
    yield Writes(join_path(base, scratch.text if scratch else ".build"), _program(call, root), tree=True)


def swiftc(call: Call, root: Root) -> Iterator[Effect]:
    """``swiftc -o program main.swift``."""
    output = call.option("-o")
    if output:
        yield Writes(call.path(output.text), _program(call, root))


def _program(call: Call, root: Root) -> Artifact:
    words = " ".join(call.texts)
    if "musl" in words or "-static-executable" in words or "static-linux" in words:
        return static(call, root, "swift", "swift", LIKELY, "built with the static Linux SDK")
    return native(call, root, "swift", "swift", LIKELY, "Swift links libc dynamically")


MODELS = {"swift": swift, "swiftc": swiftc}
