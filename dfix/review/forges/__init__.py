"""Code forges, to which review comments are posted: one file a forge, which makes the requests that it takes.

``forge.py`` says what a forge's file must hold, ``environment.py`` reads what the CI system tells,
``http.py`` sends the requests.
"""

from importlib import import_module

from dfix.review.forges.forge import Forge, Target

FORGES = ("github", "gitlab", "gitea")


def forge_named(name: str) -> Forge:
    """The module of a forge, one of ``FORGES``."""
    forge: Forge = import_module(f"{__name__}.{name}")
    return forge


__all__ = ["FORGES", "Forge", "Target", "forge_named"]
