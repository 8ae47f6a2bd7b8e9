"""One need of a product: a shared library, or a symbol version in one, with its evidence."""

from dfix.confidence import Confidence
from dfix.trace.state.call import Call
from dfix.values import NamedTuple


class Need(NamedTuple):
    """A library that must be there where the product runs.

    ``sure`` is how sure it is that the product needs it, ``because`` the evidence, a clause for people (``-lcurl``
    links it). ``version`` is a symbol version that the library must define (``GLIBCXX_3.4.32``), None for any.
    ``package`` is the language's package that needs it, empty where it is the product itself. ``ready_made``: the
    product was not linked where it was installed, so that nothing proves that the library was there. ``at_least_one``:
    of all needs that say so one is likely, whichever it is. ``of_the_build``: one of the build's programs needs it,
    whichever it is. ``own``: the build itself makes the library, and no package brings it. ``unless`` is a variable
    that tells the product to do without, where the stage sets it to ``true`` or ``1``.
    """

    soname: str
    sure: Confidence
    because: str
    version: str | None = None
    package: str = ""
    ready_made: bool = False
    at_least_one: bool = False
    of_the_build: bool = False
    own: bool = False
    unless: str = ""


def is_add_on(call: Call) -> bool:
    """Whether a compiler's command links an add-on of Node: what requires it loads it, and with it what it links."""
    output = call.option("-o")
    return output is not None and output.text.endswith(".node")
