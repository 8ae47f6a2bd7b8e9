"""Bazel, Buck, Pants, SCons, Waf, Premake, qmake: builds of several languages; the targets decide which.

What they leave is native more often than not; which libc it needs is the builder's.
"""

from collections.abc import Iterator

from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import POSSIBLE, leaves, native
from dfix.trace.state.root import Root

OUTPUTS = {"bazel": "bazel-bin", "bazelisk": "bazel-bin", "buck": "buck-out", "buck2": "buck-out", "pants": "dist"}


def build(call: Call, root: Root) -> Iterator[Effect]:
    """``bazel build //…``: a tree of programs."""
    if call.has("build", "run", "package", "binary"):
        product = native(call, root, call.name, "c", POSSIBLE, "its targets are not read")
        yield Writes(call.path(OUTPUTS[call.name]), product, tree=True)


def project(call: Call, root: Root) -> Iterator[Effect]:
    """Builders that write their products beside the sources."""
    product = native(call, root, call.name, "c", POSSIBLE, f"{call.name} mostly builds C and C++")
    yield from leaves(root, call.cwd, product._replace(unnamed=True))


MODELS = {
    **dict.fromkeys(OUTPUTS, build),
    **dict.fromkeys(
        "scons waf b2 bjam premake5 gn xmake qmake qmake-qt5 conan vcpkg catkin_make colcon".split(), project
    ),
}
