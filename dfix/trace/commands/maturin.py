"""maturin: wheels of Python made from Rust, with native parts for the builder's libc."""

from collections.abc import Iterator

from dfix.trace.knowledge.python_environment import active_venv, adds_to, python_of
from dfix.trace.state.artifact import Environment
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import packages_of
from dfix.trace.state.root import Root
from dfix.tristate import Tristate


def maturin(call: Call, root: Root) -> Iterator[Effect]:
    """``maturin build`` writes wheels to ``target/wheels`` or where ``-o`` says, ``develop`` installs them."""
    subcommand = next(iter(call.operands("-m", "-o", "--out", "-i", "--target", "--profile")), None)
    environment = Environment("python", python_of(root).version)
    packages = packages_of(call, root, "maturin", environment, Tristate.YES, release=True)
    where = call.option("-o", "--out")
    if subcommand and subcommand.text == "build":
        yield Writes(call.path(where.text if where else "target/wheels"), packages, tree=True)
    elif subcommand and subcommand.text == "develop" and active_venv(call, root):
        yield from adds_to(call, root, active_venv(call, root), packages)


MODELS = {"maturin": maturin}
