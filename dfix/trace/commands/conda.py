"""conda, mamba, micromamba: environments with their own interpreter and libraries, but without libc.

Source: conda's documentation, "Managing environments". Its packages for Linux need glibc.
"""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.manifests.conda_environment import CondaEnvironment
from dfix.trace.knowledge.conda_file import listed_environment
from dfix.trace.state.artifact import Abi, Artifact, Environment, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, made_by
from dfix.trace.state.root import Root

ROOTS = ("/opt/conda", "/root/miniconda3", "/opt/miniconda", "/opt/miniconda3")
WITH_VALUE = ("-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file")


def conda(call: Call, root: Root) -> Iterator[Effect]:
    """``create``, ``install``, ``update``, ``env create``."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if not words or words[0] not in ("create", "install", "update", "env", "-y"):
        return
    prefix, name = call.option("-p", "--prefix"), call.option("-n", "--name")
    listed = listed_environment(call, root)
    packages = _environment(call, listed)
    if prefix:
        yield Writes(call.path(prefix.text), packages, tree=True)
        return
    named = name.text if name else listed.name if listed else ""
    for base in (call.env.get("MAMBA_ROOT_PREFIX"), call.env.get("CONDA_DIR"), *ROOTS):
        if base:
            where = f"{base}/envs/{named}" if named and named != "base" else base
            yield Writes(call.path(where), packages, tree=True)


def pack(call: Call, root: Root) -> Iterator[Effect]:
    """``conda-pack -o env.tar.gz``: an archive of an environment, to be unpacked elsewhere."""
    output = call.option("-o", "--output")
    if output:
        yield Writes(call.path(output.text), _environment(call))


def _environment(call: Call, listed: CondaEnvironment | None = None) -> Artifact:
    """The nature of an environment; its names are those of what pip installs into it."""
    environment = Environment("conda", None, names=listed.pip if listed else ())
    because = "an interpreter and libraries that need glibc"
    abi = Abi(Libc.GLIBC, None)
    return Artifact(
        Kind.ENVIRONMENT, Linkage.DYNAMIC, abi, "", LIKELY, because, (), made_by("conda", call), environment=environment
    )


MODELS = {"conda": conda, "mamba": conda, "micromamba": conda, "conda-pack": pack}
