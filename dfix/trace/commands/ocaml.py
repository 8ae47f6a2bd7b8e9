"""OCaml: dune, opam, ocamlfind. Programs need libc unless linked with ``-ccopt -static``."""

from collections.abc import Iterator

from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Kind
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.facts import ProjectBuild
from dfix.trace.state.products import LIKELY, leaves, native, of_project, portable, static
from dfix.trace.state.root import Root

# The compiler's version in the tags of opam's images: ``alpine-3.20-ocaml-5.1``.
OF_TAG = pattern(r"(?:^|-)ocaml-(\d+\.\d+)")


def dune(call: Call, root: Root) -> Iterator[Effect]:
    """``dune build`` leaves programs in ``_build``, ``dune install --prefix`` below the prefix."""
    programs = native(call, root, "ocaml", "c", LIKELY, "OCaml links libc dynamically")
    if "static" in " ".join(call.texts):
        programs = static(call, root, "ocaml", "c", LIKELY, "its profile or flags say static")
    programs = of_project(programs, ProjectBuild(source=call.cwd))
    prefix = call.option("--prefix", "--destdir")
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
    """Installations below ``~/.opam``, or ``--destdir``; ``opam exec`` is read as the command that it runs."""
    if "install" not in call.texts and not _installs_pinned(call):
        return
    programs = native(call, root, "ocaml", "c", LIKELY, "opam compiles packages against libc")
    where = call.option("--destdir")
    home = f"{call.env.get('HOME', '/root')}/.opam"
    yield Writes(home, programs, tree=True)
    yield from leaves(root, call.cwd, programs._replace(unnamed=True))
    if call.has("--deps-only"):
        return
    own = of_project(programs, ProjectBuild(where.text if where else home, source=call.cwd))
    if where:
        yield Writes(call.path(where.text), portable("opam installs modules and data"), tree=True)
        yield Writes(call.path(f"{where.text}/bin"), own, tree=True)
        yield Writes(call.path(f"{where.text}/lib"), own._replace(kind=Kind.LIBRARY), tree=True)
    if root.context:
        from dfix.trace.knowledge.ocaml_project import installed_programs

        for name in installed_programs(call, root):
            yield Writes(f"{home}/{_switch(call, root)}/bin/{name}", own)


def _switch(call: Call, root: Root) -> str:
    """The directory of the compiler that opam uses: the variable names it, or the image's tag."""
    tag = root.image.reference.tag if root.image else None
    version = OF_TAG.search(tag or "")
    return call.env.get("OPAMSWITCH", "") or (version[1] if version else "default")


def _installs_pinned(call: Call) -> bool:
    """Whether it is ``opam pin add``, which installs what it pins unless it is told not to."""
    return "pin" in call.texts and not call.has("-n", "--no-action", "remove", "list", "scan")


MODELS = {"dune": dune, "jbuilder": dune, "ocamlfind": ocaml, "ocamlopt": ocaml, "opam": opam}
