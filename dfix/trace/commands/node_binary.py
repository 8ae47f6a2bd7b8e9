"""pkg, nexe, caxa, boxednode, postject: Node and a script in one program.

pkg's targets name a libc: ``linux`` is for glibc, ``alpine`` for musl, ``linuxstatic`` for none (pkg-fetch's README).
"""

import re
from collections.abc import Iterator

from dfix.images import Libc
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, native, of_no_release, static
from dfix.trace.state.root import Root

BUNDLES = "it contains Node, which needs libc"


def pkg(call: Call, root: Root) -> Iterator[Effect]:
    """``pkg -t node18-alpine-x64 -o app .``."""
    output = call.option("-o", "--output", "--out-path", "--out-dir")
    targets = call.option("-t", "--target", "--targets")
    sources = [arg.text for arg in call.operands("-o", "--output", "-t", "--targets", "--out-path", "-c", "--config")]
    name = output.text if output else (sources[0].removesuffix(".js") if sources else "")
    program = _for_target(call, root, targets.text if targets else "host")
    if name:
        yield Writes(call.path(name), program._replace(unnamed=name == "."), tree=output is None or name == ".")


def nexe(call: Call, root: Root) -> Iterator[Effect]:
    """nexe, caxa and boxednode write the program that ``-o`` names."""
    output = call.option("-o", "--output")
    target = call.option("-t", "--target")
    if output:
        yield Writes(call.path(output.text), _for_target(call, root, target.text if target else "host"))


def postject(call: Call, root: Root) -> Iterator[Effect]:
    """``postject PROGRAM NODE_SEA_BLOB blob``: the program is a copy of Node and stays one."""
    for operand in list(call.operands("--sentinel-fuse", "--macho-segment-name"))[:1]:
        yield Writes(call.path(operand.text), native(call, root, "node", "", LIKELY, BUNDLES))


def _for_target(call: Call, root: Root, target: str) -> Artifact:
    if "linuxstatic" in target:
        return static(call, root, "pkg", "", LIKELY, "its target is linuxstatic")
    libc = Libc.MUSL if "alpine" in target else Libc.GLIBC if re.search(r"linux", target) else None
    program = native(call, root, "pkg", "", LIKELY, BUNDLES, libc=libc)
    # The Node in it is the vendor's, not one compiled on this release.
    return of_no_release(program)


MODELS = {"pkg": pkg, "nexe": nexe, "caxa": nexe, "boxednode": nexe, "postject": postject}
