"""The error of a host file that cannot be read."""


class HostError(ValueError):
    """A host file cannot be read; the message says why."""


def not_well_formed(language: str, error: Exception) -> HostError:
    """The error for a file that its language's reader refuses, with the first line of the reader's message."""
    message = str(error).strip().split("\n", 1)[0][:200]
    return HostError(f"this is no {language}: {message or type(error).__name__}")
