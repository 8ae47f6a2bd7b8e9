"""What is said where a package of the extra ``dfix[batch]`` is missing."""

from dfix.text.wording import install_extra


class MissingExtraError(ImportError):
    """A package is not installed; the message says what to install."""


def missing_extra(package: str, purpose: str) -> MissingExtraError:
    """The error: ``package`` is needed for ``purpose``."""
    return MissingExtraError(f"{package} is needed for {purpose}: {install_extra('batch')}")
