"""What is wrong with a host file itself."""


class HostError(ValueError):
    """A host file cannot be read; the message says why."""
