"""What is said where a package of the extra ``dfix[batch]`` is missing."""


class MissingExtraError(ImportError):
    """A package is not installed; the message says what to install."""


def missing_extra(package: str, purpose: str) -> MissingExtraError:
    """The error: ``package`` is needed for ``purpose``."""
    return MissingExtraError(f"{package} is needed for {purpose}: python -m pip install 'dfix[batch]'")
