"""What is wrong with a host file itself."""


class HostError(ValueError):
    """A host file cannot be read; the message says why."""


def not_well_formed(language: str, error: Exception) -> HostError:
    """The error for a file that its language's reader refuses, with the first line of what that says."""
    said = str(error).strip().split("\n", 1)[0][:200]
    return HostError(f"this is no {language}: {said or type(error).__name__}")
