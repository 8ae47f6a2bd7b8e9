"""Dart and Flutter: ``dart compile exe`` is native, the other outputs are portable."""

from collections.abc import Iterator

from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, of_no_release, portable
from dfix.trace.state.root import Root


def dart(call: Call, root: Root) -> Iterator[Effect]:
    """``dart compile exe bin/server.dart -o /app/server``; dart2native is its older name."""
    operands = [arg.text for arg in call.operands("-o", "--output", "-D", "--define")]
    output = call.option("-o", "--output")
    compiles = operands[:1] == ["compile"] or call.name == "dart2native"
    kind = operands[1] if operands[:1] == ["compile"] and len(operands) > 1 else ""
    if compiles and (kind == "exe" or call.name == "dart2native"):
        source = operands[-1]
        name = output.text if output else source.removesuffix(".dart") + ".exe"
        product = native(call, root, "dart", "", LIKELY, "it contains Dart's runtime, which needs libc")
        yield Writes(call.path(name), of_no_release(product))
    else:
        yield from leaves(root, call.cwd, portable("Dart's tools write text"))


def flutter(call: Call, root: Root) -> Iterator[Effect]:
    """``flutter build web`` writes text, ``flutter build linux`` a native bundle."""
    if call.texts[:2] == ("build", "linux"):
        product = native(call, root, "flutter", "c++", LIKELY, "Flutter's engine needs libc")
        yield Writes(call.path("build"), product, tree=True)
    else:
        yield from leaves(root, call.cwd, portable("Flutter builds text files for the web"))


MODELS = {"dart": dart, "dart2native": dart, "pub": dart, "flutter": flutter, "webdev": dart}
