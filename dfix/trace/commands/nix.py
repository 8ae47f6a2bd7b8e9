"""Nix: programs name a loader in ``/nix/store``; they run where their whole closure is copied with them.

Source: the Nixpkgs manual; ``nix-store -qR`` lists a closure.
"""

from collections.abc import Iterator

from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import unknown
from dfix.trace.state.root import Root

WHY = "a Nix program needs the loader in /nix/store, which may be copied with it"


def nix(call: Call, root: Root) -> Iterator[Effect]:
    """``nix build``, ``nix-build``, ``nix-env -i``: links into the store."""
    output = call.option("-o", "--out-link")
    yield Writes("/nix/store", unknown(WHY), tree=True)
    if call.has("build") or call.name == "nix-build":
        yield Writes(call.path(output.text if output else "result"), unknown(WHY), tree=True)


MODELS = dict.fromkeys(("nix", "nix-build", "nix-env", "nix-shell", "devbox"), nix)
