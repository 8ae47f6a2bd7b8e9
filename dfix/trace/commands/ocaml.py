"""OCaml: dune, opam, ocamlfind. Programs need libc unless linked with ``-ccopt -static``."""

from collections.abc import Iterator

from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import LIKELY, leaves, native, static
from dfix.trace.state.root import Root


def dune(call: Call, root: Root) -> Iterator[Effect]:
    """``dune build`` leaves programs in ``_build``, ``dune install --prefix`` below the prefix."""
    programs = native(call, root, "ocaml", "c", LIKELY, "OCaml links libc dynamically")
    if "static" in " ".join(call.texts):
        programs = static(call, root, "ocaml", "c", LIKELY, "its profile or flags say static")
    prefix = call.option("--prefix")
    if call.has("install") and prefix:
        yield Writes(call.path(f"{prefix.text}/bin"), programs, tree=True)
    elif call.has("build"):
        yield Writes(call.path("_build"), programs, tree=True)


def ocaml(call: Call, root: Root) -> Iterator[Effect]:
    """``ocamlfind ocamlopt -o program``."""
    output = call.option("-o")
    if output:
        words = " ".join(call.texts)
        programs = native(call, root, "ocaml", "c", LIKELY, "OCaml links libc dynamically")
        is_static = "-ccopt" in words and "-static" in words
        if is_static:
            programs = static(call, root, "ocaml", "c", LIKELY, "linked with -ccopt -static")
        yield Writes(call.path(output.text), programs)


def opam(call: Call, root: Root) -> Iterator[Effect]:
    """Installations below ``~/.opam``; ``opam exec`` is read as the command that it runs."""
    if "install" in call.texts:
        programs = native(call, root, "ocaml", "c", LIKELY, "opam compiles packages against libc")
        yield Writes(f"{call.env.get('HOME', '/root')}/.opam", programs, tree=True)
        yield from leaves(root, call.cwd, programs._replace(unnamed=True))


MODELS = {"dune": dune, "jbuilder": dune, "ocamlfind": ocaml, "ocamlopt": ocaml, "opam": opam}
