"""Perl: CPAN modules; some have compiled parts (XS)."""

from collections.abc import Iterator

from dfix.trace.state.artifact import Environment
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import leaves, packages_of, portable
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

WITH_VALUE = ("-l", "-L", "--local-lib", "--local-lib-contained", "--cpanfile", "--mirror")


def cpanm(call: Call, root: Root) -> Iterator[Effect]:
    """``cpanm``, ``cpm``, ``carton``: into ``-L``, ``local`` or the system's directory."""
    where = call.option("-L", "-l", "--local-lib", "--local-lib-contained")
    modules = packages_of(call, root, call.name, Environment("perl"), Tristate.UNKNOWN, release=True)
    if where:
        yield Writes(call.path(where.text), modules, tree=True)
    elif call.name in ("carton", "cpm") and not call.has("-g", "--global"):
        yield Writes(call.path("local"), modules, tree=True)
    else:
        yield Writes("/usr/local/lib/perl5", modules, tree=True)


def script(call: Call, root: Root) -> Iterator[Effect]:
    """Perl scripts mostly write text; Makefile.PL prepares a build."""
    yield from leaves(root, call.cwd, portable("Perl scripts mostly write text"))


MODELS = {**dict.fromkeys(("cpanm", "cpan", "cpm", "carton", "dzil"), cpanm), "perl": script}
