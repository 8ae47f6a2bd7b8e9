"""What goes wrong when an image is asked."""

from dfix.text.wording import install_extra


class LockError(Exception):
    """An image, a registry or a lock file cannot be read; the message says what and why, ``help`` what to do."""

    def __init__(self, message: str, help_text: str = "") -> None:
        """Keep what is wrong and what to do."""
        super().__init__(message)
        self.help = help_text

    @property
    def whole(self) -> str:
        """The message and what to do, in one sentence."""
        return f"{self}; {self.help}" if self.help else str(self)


class NotThereError(LockError):
    """A source does not have the image; another one may."""


class MissingExtraError(LockError):
    """A package of the extra ``dfix[registry]`` is not installed."""

    def __init__(self, package: str, purpose: str) -> None:
        """``package`` is needed for ``purpose``."""
        super().__init__(f"{package} is needed for {purpose}", install_extra("registry"))
